package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of a job follow the parameters of the task, and no parameter makes them wider. */
class ScopeTest {
  private static final List<String> SKILLS = List.of("clients/{domain}/skills/**", "docs/**");

  @Test
  void a_place_is_filled_with_the_parameter_of_its_name() {
    assertThat(Scope.of(SKILLS, Map.of("domain", "acme.example", "mode", "full")))
        .containsExactly("clients/acme.example/skills/**", "docs/**");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "**", "..", "a/../b", "a/**", "?", "a b", ".git", "$1"})
  void a_value_that_would_mean_more_than_one_folder_is_not_put_in(String value) {
    assertThat(Scope.of(SKILLS, Map.of("domain", value))).isEqualTo(SKILLS);
  }

  @Test
  void a_place_without_a_parameter_stays_and_matches_nothing() {
    assertThat(Scope.of(SKILLS, Map.of())).isEqualTo(SKILLS);
  }

  @Test
  void updating_skills_may_touch_skills_alone_and_onboarding_all_of_the_client() {
    Settings settings = Sources.defaults().settings();

    assertThat(settings.policyOf("onboard-client", params("update-skills")).paths())
        .containsExactly("clients/acme.example/skills/**");
    assertThat(settings.policyOf("onboard-client", params("full")).paths())
        .containsExactly("clients/acme.example/**");
    assertThat(settings.policyOf("publisher", Map.of()).paths()).isEmpty();
  }

  private static Map<String, String> params(String mode) {
    return Map.of("domain", "acme.example", "mode", mode);
  }
}
