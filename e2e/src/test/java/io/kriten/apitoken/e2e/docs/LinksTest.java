package io.kriten.apitoken.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each link from one page to another file, or to a heading, leads somewhere. */
class LinksTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".local", "node_modules");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");
  private static final Pattern LINK =
      Pattern.compile("(?:\\]\\(|src=\"|href=\")(?![a-z]+:)([^)\"# ]*)(?:#([^)\" ]*))?[)\"]");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  /** A link, and where it stands. */
  private record Link(Path page, String path, String anchor) {

    private Path target() {
      return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    private boolean leadsSomewhere() {
      return Files.exists(target()) && (anchor == null || anchors(read(target())).contains(anchor));
    }

    @Override
    public String toString() {
      return ROOT.relativize(page) + " -> " + path + (anchor == null ? "" : "#" + anchor);
    }
  }

  @Test
  void leadSomewhere() throws IOException {
    List<Link> links = pages().stream().flatMap(page -> links(page).stream()).toList();

    assertThat(links).hasSizeGreaterThan(50);
    assertThat(links).filteredOn(link -> !link.leadsSomewhere()).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused) {
            return NOT_OURS.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  private static List<Link> links(Path page) {
    return LINK.matcher(CODE.matcher(read(page)).replaceAll(""))
        .results()
        .map(link -> new Link(page, link.group(1), link.group(2)))
        .toList();
  }

  /** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
  private static Set<String> anchors(String page) {
    return HEADING
        .matcher(page)
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new AssertionError(page + " cannot be read", e);
    }
  }
}
