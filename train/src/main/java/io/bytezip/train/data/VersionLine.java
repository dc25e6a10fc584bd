package io.bytezip.train.data;

import picocli.CommandLine.IVersionProvider;

/** What this module's commands print for {@code --version}: the program's name and version. */
public final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = VersionLine.class.getPackage().getImplementationVersion();
    return new String[] {"bytezip " + (version == null ? "(development)" : version)};
  }
}
