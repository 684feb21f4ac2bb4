import Diagnostics
import Engine
import Loading
import Recording
import Reporting
import Resources

/// Refuses a `-target` that names nothing: a plan that is empty because of a typing error would look like success.
enum Targets {
  static func check(_ targets: [Address], _ reconciler: Reconciler) async throws {
    let recorded: RecordedState
    do throws(StateError) {
      recorded = try await reconciler.store.read()
    } catch {
      throw EngineError.state(error)
    }
    let known = Set(reconciler.environment.desired.resources.map(\.address)).union(recorded.all.map(\.address))
    guard let missing = targets.first(where: { !known.contains($0) }) else { return }
    let names = known.sorted().map(\.description)
    let nearest = Nearest.name(to: missing.description, among: names)
    throw Failure(
      "target-unknown", subject: missing.description, "nothing in this environment has this address",
      details: [
        nearest.map { "The nearest one is \($0)." } ?? "It has \(names.count) addresses."
      ], next: "an address is kind and name of a spec's file, such as \(names.first ?? "aws_ecs_service.api")")
  }
}
