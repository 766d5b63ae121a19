package drover.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteConventionsTest {
  private final RouteSet shipped = RouteSet.shipped();

  @ParameterizedTest
  @EnumSource
  void every_route_keeps_to(Convention convention) {
    assertThat(convention.violations(shipped)).isEmpty();
  }

  @Test
  void the_routes_are_found() {
    assertThat(shipped.routes())
        .extracting(Route::id)
        .contains("intake", "dispatch", "run-publisher", "step-turn", "do-turn", "follow");
  }
}
