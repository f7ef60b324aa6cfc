/** What a process tells the service manager that started it. Knows nothing of DPDK or IPsec. */
package io.yett.systemd;
