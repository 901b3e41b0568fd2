/** The webhooks of Gitea, Forgejo and Gogs. */
@NullMarked
package com.millyweb.hub.service.gitea;

import org.jspecify.annotations.NullMarked;
