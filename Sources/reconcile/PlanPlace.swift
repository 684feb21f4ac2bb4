import ArgumentParser
import Planning
import Platform
import Reporting
import Resources

/// Where a saved plan may be performed: in the working directory that it was made in, or in the checkout that `-chdir` names.
///
/// A plan is a file that others may have written. So it does not choose the place: its environment lies below the directory
/// that the person stands in, or names. That it is the same environment, its inputs say.
struct PlanPlace {
  let plan: Plan
  let path: String
  /// `-chdir`
  let chosen: String?

  /// The directory of the environment.
  func directory() throws -> String {
    let base = chosen ?? "."
    guard let root = FileSystem.resolved(base) else {
      throw Failure(
        "directory-missing", subject: base, "there is no such directory", details: ["Nothing was changed."],
        next: "name the checkout in which the plan is to be performed")
    }
    let named = try relative(to: root)
    let directory = chosen.map { Paths.joined($0, named) } ?? named
    guard let resolved = FileSystem.resolved(directory) else {
      throw Failure(
        "environment-missing", subject: directory, "there is no such environment", details: origin + ["Nothing was changed."],
        next: "name the checkout that holds it: \(again("DIR"))")
    }
    guard Paths.isInside(resolved, root) else {
      throw elsewhere("it names \(resolved), which is not below \(root)")
    }
    guard chosen == nil, let made = plan.madeIn, made != root else { return directory }
    throw elsewhere("this is \(root)")
  }

  /// The directory of the environment as it was named, from the working directory on.
  private func relative(to root: String) throws -> String {
    let named = Paths.normalized(plan.environment.directory)
    guard named.hasPrefix("/") else { return named }
    let made = plan.madeIn ?? root
    guard Paths.isInside(named, made) else { throw elsewhere("it names \(named), which is not below \(chosen ?? root)") }
    return named == made ? "." : String(named.dropFirst(made == "/" ? 1 : made.count + 1))
  }

  private func elsewhere(_ why: String) -> Failure {
    Failure(
      "plan-made-elsewhere", subject: path, "this plan belongs to another directory",
      details: origin + ["\(why.sentence).", "Nothing was changed."],
      next: "perform it where it was made, or name a checkout with the same files: \(again("DIR"))")
  }

  private var origin: [String] { plan.madeIn.map { ["It was made in \($0)."] } ?? [] }

  private func again(_ directory: String) -> String { "\(RepeatedCommand("apply", path).with(["-chdir", directory]))" }
}

extension String {
  fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() }
}
