package io.yett.dataplane.sachannel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Who may open the SA channel, told by its directory. As a rule one user: mode 0600, and a file of
 * another user is refused. If the directory has the set-group-ID bit, the two planes run as two
 * users: whoever owns the directory makes the file, and its group may open it, mode 0660. Then only
 * that owner may write to the directory, so nobody else can put a file there.
 */
final class SaChannelAccess {
  /** What to do about a file that cannot be opened. */
  static final String REMEDY =
      "run both planes as one user, or let their common group have the directory (mode 2750)";

  private static final int SET_GROUP_ID = 02000;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITE = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int OTHERS = 0007;
  private static final int GROUP_AND_OTHERS = 0077;

  private final Path path;
  private final boolean shared;
  private final int owner;
  private final int group;

  private SaChannelAccess(Path path, boolean shared, int owner, int group) {
    this.path = path;
    this.shared = shared;
    this.owner = owner;
    this.group = group;
  }

  /**
   * The rule for a channel at this path.
   *
   * @throws SaChannelException if the directory is not there, or others could put files there
   */
  static SaChannelAccess of(Path path) throws SaChannelException {
    Path directory = path.getParent();
    if (!path.isAbsolute() || directory == null) {
      throw new SaChannelException(
          "the SA channel needs an absolute path, found " + path + "; set `channel`");
    }
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(directory, "unix:mode,uid,gid");
    } catch (IOException e) {
      throw new SaChannelException(
          "there is no directory " + directory + " for the SA channel; set `channel`", e);
    }
    int mode = (int) attributes.get("mode");
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      throw new SaChannelException(
          directory + " is open to all users and not sticky; set `channel` to another directory");
    }
    boolean shared = (mode & SET_GROUP_ID) != 0;
    if (shared && (mode & (GROUP_WRITE | OTHERS_WRITE)) != 0) {
      throw new SaChannelException(
          directory
              + " is for a group (set-group-ID), so only its owner may write to it: chmod 2750 "
              + directory);
    }
    return new SaChannelAccess(
        path, shared, (int) attributes.get("uid"), (int) attributes.get("gid"));
  }

  /** Gives a file that was made with mode 0600 the mode that the other plane needs. */
  void open(Path fresh) throws IOException {
    if (shared) {
      Files.setAttribute(fresh, "unix:gid", group);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw----"));
    }
  }

  /**
   * Refuses a file that may not be the channel.
   *
   * @param file its attributes: isRegularFile, uid, gid, mode
   */
  void check(Map<String, Object> file) throws IOException, SaChannelException {
    if (!(boolean) file.get("isRegularFile")) {
      throw new SaChannelException(path + " is not a regular file; remove it or set `channel`");
    }
    int uid = (int) file.get("uid");
    int allowed = shared ? owner : ProcessIdentity.effectiveUid();
    if (uid != allowed) {
      throw new SaChannelException(
          path
              + " belongs to user "
              + uid
              + (shared ? ", its directory to user " : ", this process runs as user ")
              + allowed
              + "; "
              + REMEDY
              + ", or remove the file");
    }
    int mode = (int) file.get("mode");
    boolean toOthers = (mode & (shared ? OTHERS : GROUP_AND_OTHERS)) != 0;
    if (toOthers || (shared && (int) file.get("gid") != group)) {
      throw new SaChannelException(
          path + " is open to other users; remove it and restart the data plane");
    }
  }
}
