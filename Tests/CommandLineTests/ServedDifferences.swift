import Foundation
import Resources

/// Where a script is about the cloud inside of the program, or cannot say the same over a served one: the reason, in one place.
enum ServedDifferences {
  /// Scripts that are not run.
  static let scripts: [String: String] = [
    "build": "outside of the simulated cloud it runs docker",
    "cloud-speed": "it is about clouds that are not served on this machine",
    "state-gone": "it takes away the folder that the cloud lies in",
    "mirror": "a served cloud has no registry that skopeo could reach",
    "simulate": "what it shows is refused of any other provider than simulated-aws",
  ]

  /// Commands that may answer otherwise; some of them depend on how long others took.
  static let commands: [String: [String: String]] = [
    "loose-files": ["reconcile validate app": "the example names the provider that a newcomer begins with"],
    "one-off-tasks": [
      "reconcile run -json envs/examples/arm64-fargate migrate":
        "a look that takes a while may find a task running and its lines at once"
    ],
    "rehearse": [
      "ls state": "the server has its cloud open, which SQLite keeps two files for",
      "sqlite3 state/simulated-aws.sqlite .dump | cmp - cloud-before.txt": "the time of the served cloud goes on",
    ],
    "scenarios": [
      "RECONCILE_SIMULATION=drill.json reconcile plan -json envs/staging":
        "the server reads the scenario, and nobody asked it for JSON"
    ],
    "secrets": [
      "reconcile state show envs/staging aws_ecs_task_definition.api 2> /dev/null | grep -A 12 containerDefinitions":
        "the aws program puts members in the order of its model"
    ],
    "shared-state": sharedState,
    "pinned-images": ["reconcile plan -stats envs/staging": asked],
    "scaling": scaling,
    "stats": [
      "reconcile plan -stats envs/staging": asked, "reconcile plan -stats -json envs/staging | tail -1": asked,
    ],
    "traffic-shifts": [
      "reconcile plan envs/shop": "time goes on between two commands: the way back is complete by now",
      "reconcile apply -auto-approve envs/shop": "time goes on between two commands: the way back is complete by now",
    ],
    "autoscaling": [
      "reconcile import -cluster tracker-staging -service api -provider simulated-aws -region eu-west-1 -account 111111111111 envs/copy":
        "time goes on between two commands: the rollout whose image nobody pushed has failed by now",
      "reconcile plan -stats -json envs/staging | tail -1": asked,
    ],
  ]

  private static let asked = "through the aws program, revisions in use are not asked about: that would be a process each"

  private static let scaling: [String: String] = {
    let timeGoesOn = [
      "reconcile plan envs/examples/autoscaling", "reconcile plan -detailed-exitcode envs/examples/autoscaling",
      "reconcile drift envs/examples/autoscaling", "reconcile apply -auto-approve envs/examples/autoscaling 2> /dev/null",
    ].map { ($0, "time goes on between two commands: a task that was asked for is starting by now") }
    let names = "-cluster almanac -provider simulated-aws -region eu-west-1 -account 666666666666"
    let otherAccount = [
      "reconcile import \(names) envs/copy", "RECONCILE_SIMULATION=forbidden.json reconcile import \(names) envs/less",
      "cat envs/copy/scaling-targets/web.json envs/copy/scaling-policies/web-cpu.json envs/copy/scheduled-actions/web-morning.json",
      "rm -r envs/copy",
    ].map { ($0, "an import without a profile asks the account of the variables") }
    let calls = [("reconcile plan -stats -json envs/examples/autoscaling | tail -1", asked)]
    return Dictionary(timeGoesOn + otherAccount + calls, uniquingKeysWith: { first, _ in first })
  }()

  private static let sharedState: [String: String] = {
    let anotherCloud = "the cloud of third/ is another one where it is embedded, and the same where it is served"
    let commands = [
      "cd third && reconcile apply -auto-approve envs/staging 2>/dev/null | tail -n 1",
      "cp envs/staging/environment.json third/envs/staging/ && cd third && reconcile simulate bucket envs/staging",
      "cd third && reconcile plan envs/staging",
      "cd third && reconcile state migrate envs/staging",
      "cd third && reconcile plan envs/staging && reconcile history envs/staging | grep -v image",
    ]
    let open = [
      "ls state": "the server has its cloud open, which SQLite keeps two files for",
      "cd other && reconcile plan -stats envs/staging": asked,
    ]
    return open.merging(commands.map { ($0, anotherCloud) }, uniquingKeysWith: { first, _ in first })
  }()

  /// A few that see much of the program, for every run of the tests.
  static let always: Set<String> = ["tag-bump-and-rollback", "stats"]

  static var providers: [ProviderName] {
    let chosen = ProcessInfo.processInfo.environment["RECONCILE_SERVED_BY"].flatMap(ProviderName.init)
    return chosen.map { [$0] } ?? [.awsCommandLine, .aws]
  }

  static var chosen: [ScriptFolder] {
    let runnable = ScriptFolder.all.filter { scripts[$0.description] == nil }
    switch ProcessInfo.processInfo.environment["RECONCILE_SERVED"] {
    case nil: return runnable.filter { always.contains($0.description) }
    case "all": return runnable
    case let names?:
      let wanted = Set(names.split(separator: ",").map(String.init))
      return runnable.filter { wanted.contains($0.description) }
    }
  }
}
