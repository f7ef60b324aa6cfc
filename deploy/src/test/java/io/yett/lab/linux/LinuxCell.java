package io.yett.lab.linux;

/** An SA pair between Yett and the kernel. */
interface LinuxCell {
  /** The entry of {@code manual-sas} in Yett's file. */
  String yett();

  /** The shell commands that make the same in the guest. */
  String linux();

  /** The guest's address inside a tunnel. */
  String inside();

  /** The guest's address on the link. */
  String outer();

  int spiToLinux();

  int spiFromLinux();

  /** {@code esp} or {@code ah}. */
  String protocol();
}
