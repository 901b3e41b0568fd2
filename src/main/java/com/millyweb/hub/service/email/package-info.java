/** E-mail, by submission to one SMTP server. */
@NullMarked
package com.millyweb.hub.service.email;

import org.jspecify.annotations.NullMarked;
