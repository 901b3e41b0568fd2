/** FTP, with sockets that connect where the hub may connect. */
@NullMarked
package com.millyweb.hub.connect.ftp;

import org.jspecify.annotations.NullMarked;
