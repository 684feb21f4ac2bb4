import Applying
import Resources

/// What a rehearsal took to be so, as sentences.
enum AssumptionWords {
  /// Stable, for programs.
  static func code(_ assumption: RehearsalAssumption) -> String {
    switch assumption {
    case .durations: "durations"
    case .tasksFareWell: "tasks-fare-well"
    case .instancesHaveRoom: "instances-have-room"
    case .recordedIsTrue: "recorded-is-true"
    case .imagesNotChecked: "images-not-checked"
    case .oneOffTasksSucceed: "one-off-tasks-succeed"
    case .checksNotRun: "checks-not-run"
    case .notWaitedFor: "not-waited-for"
    case .underWay: "under-way"
    case .unfinished: "unfinished-operations"
    case .copyDiffers: "copy-differs"
    }
  }

  static func sentence(_ assumption: RehearsalAssumption) -> String {
    switch assumption {
    case .durations(let start, let stop):
      "durations are the simulation's: a task runs \(start.lowerBound) to \(start.upperBound) s after it starts and is gone \(stop) s after it is stopped"
    case .tasksFareWell: "tasks start, stay up and pass health checks, unless the image is missing or the scenario says otherwise"
    case .instancesHaveRoom(let services):
      "the container instances have room for every task of \(listed(services.map(\.name), limit: 6)), unless a scenario declares them"
    case .recordedIsTrue: "nothing was asked: what is recorded is what is, and every image is there"
    case .imagesNotChecked(let images):
      "\(listed(images.map(\.description), limit: 3)) \(images.count == 1 ? "is" : "are") there: the registry did not say"
    case .oneOffTasksSucceed(let tasks):
      "\(listed(tasks.map(\.name), limit: 6)) \(tasks.count == 1 ? "does" : "do") no work here and \(tasks.count == 1 ? "succeeds" : "succeed"), unless the scenario says otherwise"
    case .checksNotRun(let counts):
      "checks were not run: \(listed(counts.sorted { $0.key < $1.key }.map { "\($0.key.name) has \($0.value)" }, limit: 6))"
    case .notWaitedFor(let services):
      "\(listed(services.map(\.name), limit: 6)) \(services.count == 1 ? "is" : "are") not waited for, and the tasks not counted: the images carry the bootstrap tag"
    case .underWay(let services):
      "the deployment of \(listed(services.map(\.name), limit: 6)) that is under way goes on from the tasks it has now; hooks and bake times begin anew"
    case .unfinished(let count):
      "an earlier run left \(counted(count, "operation")) open; an apply finds out about that first, the rehearsal did not"
    case .copyDiffers(let addresses):
      "the copy is not quite what it copies at \(listed(addresses.map(\.description), limit: 6)): what happens there may be otherwise"
    }
  }
}
