package io.bytezip.modalities.format;

import io.bytezip.modalities.format.ContainerSyntax.Reading;
import java.nio.charset.StandardCharsets;

/** A container without compression: headings and members, one after another. */
final class ContainerFormat implements Format {
  private final ContainerSyntax syntax;

  ContainerFormat(ContainerSyntax syntax) {
    this.syntax = syntax;
  }

  @Override
  public String name() {
    return syntax.name();
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return syntax.mayBegin(window, position);
  }

  @Override
  public Finding open(InputWindow window, int room) {
    return switch (syntax.read(window)) {
      case Reading.Incomplete incomplete ->
          incomplete.length() > ContainerSyntax.MAX_HEADING
              ? new Finding.Nothing()
              : new Finding.More(incomplete.length());
      case Reading.Nothing _ -> new Finding.Nothing();
      case Reading.End end -> new Finding.Found(new Draft(window).structure(end.size()));
      case Reading.Member(Heading heading) ->
          new Finding.Member(
              new Draft(window).structure(heading.size()),
              new String(heading.name(), StandardCharsets.UTF_8),
              heading.length(),
              heading.trailing(),
              new ContainerFormat(syntax.next()));
    };
  }
}
