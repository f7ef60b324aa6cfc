/** The admin API: HTTP and JSON over a UNIX-domain socket (docs/admin-api.md). */
package io.yett.ike.admin;
