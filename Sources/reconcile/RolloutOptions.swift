import Applying
import ArgumentParser
import Providers
import Resources

/// How many steps run at once, and how long rollouts are waited for.
struct RolloutOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many steps may run at the same time.", valueName: "number"))
  var parallelism = 10

  @OptionGroup var waiting: WaitingOptions
  @OptionGroup var ending: EndingOptions

  func validate() throws {
    if !(1...1000).contains(parallelism) {
      throw ValidationError("-parallelism is \(parallelism); it must be 1 to 1000.")
    }
  }

  var onFailure: FailureResponse { ending.onFailure }

  func patience(_ desired: DesiredState) -> RolloutPatience { waiting.patience(soak: ending.soak(desired)) }
}

/// How long a rollout is waited for.
struct WaitingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long each rollout may take: 90s, 30m, 1h.", valueName: "time"))
  var timeout = TimeLimit(.seconds(1800))

  @Option(
    name: .customLong("fail-fast"),
    help: ArgumentHelp(
      "Stop waiting for a deployment when three tasks stopped one after another and none more stayed up.", valueName: "bool"))
  var failFast = true

  func validate() throws {
    if timeout.duration == .zero { throw ValidationError("-timeout is 0; a rollout takes time.") }
  }

  func patience(soak: Duration? = nil) -> RolloutPatience {
    RolloutPatience(timeout: timeout.duration, failures: failFast ? 3 : nil, soak: soak)
  }
}

/// What is done about a rollout that seems to be over.
struct EndingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long complete rollouts are watched before the end; tasks that stop meanwhile count.", valueName: "time"))
  var soak: TimeLimit?

  @Option(
    name: .customLong("on-failure"),
    help: ArgumentHelp(
      "What to do when a deployment fails or runs out of time and ECS leaves it: report, or rollback to the previous revision.",
      valueName: "mode"))
  var onFailure = FailureResponse.report

  func soak(_ desired: DesiredState) -> Duration? { soak?.duration ?? desired.soak }
}

extension FailureResponse: ExpressibleByArgument {}
