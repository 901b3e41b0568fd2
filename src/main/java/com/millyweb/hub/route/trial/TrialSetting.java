package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import java.util.function.Predicate;

/**
 * What all tests share.
 *
 * @param isHttpOption whether a parameter of an HTTP endpoint is an option, and not of the query
 */
record TrialSetting(KnownBeans beans, Reach reach, Predicate<String> isHttpOption) {}
