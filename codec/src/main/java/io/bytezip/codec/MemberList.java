package io.bytezip.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Gathers members, as many as memory should be spent on: archives of some kilobytes can list
 * millions.
 */
final class MemberList {
  /** Characters of names and links, and {@link #EACH} a member. */
  private static final long MAX_SIZE = 1 << 26;

  private static final int EACH = 32;

  private final List<Member> members = new ArrayList<>();
  private long size;

  void add(Member member) {
    size += EACH + member.name().length() + member.link().length();
    members.add(member);
  }

  /** To be asked after every list and every piece of content, neither of which has too many. */
  void check() throws IOException {
    if (size > MAX_SIZE) {
      throw new IOException("too many members to list; decompress restores the file");
    }
  }

  List<Member> toList() {
    return Collections.unmodifiableList(members);
  }
}
