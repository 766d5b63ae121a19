package drover.cli;

import drover.json.WireWord;
import drover.runtime.AgentRuntime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A coding agent as it is named at the command line. */
final class RuntimeName implements ITypeConverter<AgentRuntime> {
  @Override
  public AgentRuntime convert(String name) {
    try {
      return WireWord.parse(AgentRuntime.class, name);
    } catch (IllegalArgumentException unknown) {
      throw new TypeConversionException("there are claude and opencode");
    }
  }
}
