import ArgumentParser
import Diagnostics
import Loading
import Reporting
import Resources

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the files of an environment, without asking AWS.",
    discussion: "EXAMPLE: reconcile validate envs/staging")

  @Argument(help: "Directory of the environment, such as envs/staging.", completion: .directory)
  var environment: String?

  @Flag(help: "List the rules that are checked.")
  var rules = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if environment == nil, !rules { throw ValidationError("Missing expected argument '<environment>'") }
  }

  func run() async throws {
    try await Session.run(output) { session in
      guard let environment, !rules else {
        session.answer(Self.ruleList)
        return .done
      }
      let directory = EnvironmentOptions.trimmed(environment)
      let result = EnvironmentLoader().load(directory)
      session.say(result.diagnostics)
      if session.isJSON {
        session.say(MachineFormat.validation(result.diagnostics))
      } else if let loaded = result.environment, !result.diagnostics.hasErrors {
        session.answer(Self.summary(loaded, directory: directory))
      }
      return result.diagnostics.hasErrors ? .error : .done
    }
  }

  private static func summary(_ environment: LoadedEnvironment, directory: String) -> String {
    let count = environment.desired.resources.count
    return
      "\(directory) is valid: \(count) \(count == 1 ? "resource" : "resources"), \(environment.images.count) images.\n"
  }

  private static var ruleList: String {
    ValidationRules.all.map {
      "\($0.code)  \($0.severity.rawValue)\n    \($0.summary)\n    source: \($0.source)\n"
    }.joined()
  }
}
