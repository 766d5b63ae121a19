package drover.ticket;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.TypeResolver;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The schema over objects that are maps. What an object does not say is null, or where the schema
 * wants a value, an empty one; a list becomes pages.
 */
final class LinearSchema implements WiringFactory {
  private static final int PAGE = 50;
  private static final String EPOCH = "1970-01-01T00:00:00.000Z";

  private LinearSchema() {}

  /**
   * The schema with what answers the root fields, by {@code Query.name} or {@code Mutation.name}.
   */
  static GraphQLSchema answeredBy(Map<String, DataFetcher<?>> roots) {
    RuntimeWiring.Builder wiring =
        RuntimeWiring.newRuntimeWiring().wiringFactory(new LinearSchema());
    roots.forEach(
        (name, fetcher) -> {
          String[] parts = name.split("\\.");
          wiring.type(parts[0], type -> type.dataFetcher(parts[1], fetcher));
        });
    TypeDefinitionRegistry types = part("schema").merge(part("schema-client"));
    return new SchemaGenerator().makeExecutableSchema(types, wiring.build());
  }

  private static TypeDefinitionRegistry part(String name) {
    try {
      return new SchemaParser()
          .parse(Files.readString(Path.of("src/test/resources/linear/" + name + ".graphql")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean providesTypeResolver(InterfaceWiringEnvironment environment) {
    return true;
  }

  @Override
  public TypeResolver getTypeResolver(InterfaceWiringEnvironment environment) {
    return any -> any.getSchema().getObjectType("Issue");
  }

  @Override
  public boolean providesTypeResolver(UnionWiringEnvironment environment) {
    return true;
  }

  @Override
  public TypeResolver getTypeResolver(UnionWiringEnvironment environment) {
    return any -> any.getSchema().getObjectType("Issue");
  }

  @Override
  public boolean providesScalar(ScalarWiringEnvironment environment) {
    return !List.of("String", "ID", "Int", "Float", "Boolean")
        .contains(environment.getScalarTypeDefinition().getName());
  }

  @Override
  public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
    return GraphQLScalarType.newScalar()
        .name(environment.getScalarTypeDefinition().getName())
        .coercing(new AsItIs())
        .build();
  }

  @Override
  public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
    return LinearSchema::field;
  }

  private static @Nullable Object field(DataFetchingEnvironment environment) {
    Map<?, ?> source = environment.getSource() instanceof Map<?, ?> map ? map : Map.of();
    Object value = source.get(environment.getField().getName());
    GraphQLType type = environment.getFieldType();
    String name = nameOf(type);
    if (name.endsWith("Connection")) {
      return page(value instanceof List<?> list ? list : List.of(), environment);
    }
    return value != null || !(type instanceof GraphQLNonNull) ? value : empty(type, name);
  }

  /** A page as Linear cuts it. */
  static Map<String, Object> page(List<?> all, DataFetchingEnvironment environment) {
    int first = environment.getArgumentOrDefault("first", PAGE);
    String after = environment.getArgumentOrDefault("after", "");
    int from = after == null || after.isEmpty() ? 0 : Integer.parseInt(after);
    int to = Math.min(all.size(), from + first);
    List<?> nodes = all.subList(from, to);
    List<Map<String, Object>> edges =
        IntStream.range(from, to)
            .mapToObj(i -> Map.<String, Object>of("cursor", "" + (i + 1), "node", all.get(i)))
            .toList();
    return Map.of(
        "nodes",
        nodes,
        "edges",
        edges,
        "pageInfo",
        Map.of("hasNextPage", to < all.size(), "hasPreviousPage", from > 0, "endCursor", "" + to));
  }

  private static Object empty(GraphQLType type, String name) {
    if (GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(type))) {
      return List.of();
    }
    if (GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLEnumType words) {
      return words.getValues().getFirst().getName();
    }
    return switch (name) {
      case "Int", "Float" -> 0;
      case "Boolean" -> false;
      case "String", "ID" -> "";
      case "DateTime" -> EPOCH;
      default -> Map.of();
    };
  }

  private static String nameOf(GraphQLType type) {
    return ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(type)).getName();
  }

  /** Dates and JSON are given on as they came. */
  private static final class AsItIs implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object result, GraphQLContext context, Locale locale) {
      return result;
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      return input;
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return input instanceof StringValue text ? text.getValue() : input.toString();
    }
  }
}
