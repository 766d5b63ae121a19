package drover.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which older programs may go on with newer tables. A script that only adds says so in a line of
 * its own, which is kept in the ledger with what it added, for programs that do not have it:
 *
 * <pre>insert into schema_compatibility(version, works_for) values (16, 15);</pre>
 */
final class Compatibility {
  /** The first version whose programs ask before they refuse. */
  static final int SINCE = 15;

  private static final String SCRIPTS = "/drover/ledger/sql/";

  private static final Pattern LINE =
      Pattern.compile(
          "^insert into schema_compatibility\\(version, works_for\\) values \\((\\d+), (\\d+)\\);$",
          Pattern.MULTILINE);

  private Compatibility() {}

  /**
   * What a script of the class path says.
   *
   * @param version the script's own
   * @return the oldest version whose programs may go on; its own where it says nothing
   */
  static int worksFor(String script, int version) {
    Matcher line = LINE.matcher(text(script));
    return line.find() && Integer.parseInt(line.group(1)) == version
        ? Integer.parseInt(line.group(2))
        : version;
  }

  private static String text(String script) {
    try (InputStream resource = Compatibility.class.getResourceAsStream(SCRIPTS + script)) {
      return resource == null ? "" : new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a ledger says: whether a program that knows an older version may work on it. */
  static boolean allows(JdbcClient db, int known) {
    return known >= SINCE
        && db.sql(
                    """
                    select count(*) from flyway_schema_history h
                    left join schema_compatibility c on c.version = cast(h.version as integer)
                    where h.success and cast(h.version as integer) > :known
                        and coalesce(c.works_for, cast(h.version as integer)) > :known
                    """)
                .param("known", known)
                .query(Integer.class)
                .single()
            == 0;
  }
}
