/** What an agent may do by itself, and what a person is asked before. */
@NullMarked
package com.millyweb.hub.agent.policy;

import org.jspecify.annotations.NullMarked;
