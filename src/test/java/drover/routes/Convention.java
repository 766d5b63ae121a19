package drover.routes;

import drover.factory.Bindings;
import java.util.List;
import java.util.function.Function;

/** What every route keeps to. A violation names the file, the route and what is wrong. */
enum Convention {
  THE_DSL_SCHEMA_ACCEPTS_IT(eachFile(CamelKnows::theDsl)),
  CAMEL_KNOWS_ITS_ENDPOINTS(eachFile(CamelKnows::theEndpoints)),
  CAMEL_UNDERSTANDS_ITS_EXPRESSIONS(eachFile(CamelKnows::theExpressions)),
  ONLY_ROUTES_AND_TEMPLATES(eachFile(Form::onlyRoutes)),
  EXPLICIT_NOTATION(eachFile(Form::explicitNotation)),
  NO_SCRIPTS(eachFile(Form::noScripts)),
  NO_SQL(eachFile(Form::noSql)),
  SHORT_EXPRESSIONS(eachFile(Form::shortExpressions)),
  DELAYS_HOLD_UP(eachFile(Form::delaysHoldUp)),
  REPLAYABLE(Convention::replayable),
  ID_IS_THE_DIRECT_NAME(Names::ids),
  ONE_DESCRIPTION(Names::descriptions),
  AN_ERROR_POLICY(Names::errorPolicies),
  CALLS_LEAD_SOMEWHERE(Wiring::callsLeadSomewhere),
  SOMEBODY_USES_IT(Wiring::everyRouteIsUsed),
  TEMPLATES_FIT_THEIR_ROUTES(Wiring::templates),
  PLACEHOLDERS_ARE_CONFIGURED(
      routes -> Wiring.placeholdersAreConfigured(routes, Held.BINDINGS.configured())),
  THE_FACTORY_LOADS_IT(routes -> Wiring.filesAreLoaded(routes, Held.BINDINGS.loaded())),
  BEANS_HAVE_ITS_METHODS(routes -> Beans.callsFit(routes, Held.BINDINGS.beans())),
  VARIABLES_ARE_SET(routes -> Variables.areSet(routes, Held.BINDINGS)),
  JOBS_ARE_WHOLE(routes -> Jobs.areWhole(routes, Held.BINDINGS.configured()));

  /** Made once, when the first convention asks. */
  private static final class Held {
    static final Bindings BINDINGS = Bindings.ofTheFactory();
  }

  private final Function<RouteSet, List<String>> check;

  Convention(Function<RouteSet, List<String>> check) {
    this.check = check;
  }

  List<String> violations(RouteSet routes) {
    return check.apply(routes);
  }

  private static Function<RouteSet, List<String>> eachFile(
      Function<RouteFile, List<String>> check) {
    return routes -> routes.files().stream().flatMap(file -> check.apply(file).stream()).toList();
  }

  /** Jobs and their steps; only they are walked again. */
  private static List<String> replayable(RouteSet routes) {
    return routes.files().stream()
        .filter(file -> file.name().startsWith("jobs/") || file.name().startsWith("steps/"))
        .flatMap(file -> Form.replayable(file).stream())
        .toList();
  }
}
