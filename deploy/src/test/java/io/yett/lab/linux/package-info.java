/** The Linux kernel's own IPsec as a peer: Debian's kernel in QEMU, behind a tap. */
package io.yett.lab.linux;
