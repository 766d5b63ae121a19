package drover.follow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/** The objects of a result line that tell spend by model. */
final class ModelCosts {

  Optional<String> firstModel = Optional.empty();
  OptionalDouble sinceLastUsd = OptionalDouble.empty();

  void readTotal(JsonParser json) throws IOException {
    sum(json);
  }

  void readSinceLast(JsonParser json) throws IOException {
    sinceLastUsd = OptionalDouble.of(sum(json));
  }

  private double sum(JsonParser json) throws IOException {
    double usd = 0;
    for (String model = json.nextFieldName(); model != null; model = json.nextFieldName()) {
      if (firstModel.isEmpty()) {
        firstModel = Optional.of(model);
      }
      if (json.nextToken() == JsonToken.START_OBJECT) {
        usd += costOfOne(json);
      } else {
        json.skipChildren();
      }
    }
    return usd;
  }

  private static double costOfOne(JsonParser json) throws IOException {
    double usd = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken().isNumeric() && name.equals("costUSD")) {
        usd = json.getDoubleValue();
      } else {
        json.skipChildren();
      }
    }
    return usd;
  }
}
