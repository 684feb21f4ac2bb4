import JSONDocument
import Planning
import Platform
import Reporting

/// A plan in a file.
enum SavedPlan {
  static func read(_ path: String) throws -> Plan {
    let bytes = try FileSystem.readDocument(path)
    let json: JSON
    do {
      json = try JSON(text: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw notAPlan(path, "it is not JSON")
    }
    do throws(PlanFileError) {
      return try PlanFile.plan(from: json)
    } catch {
      var failure = notAPlan(path, reason(error))
      if case .newerFormat = error { failure.next = "update reconcile, or make the plan again with this one" }
      throw failure
    }
  }

  private static func reason(_ error: PlanFileError) -> String {
    switch error {
    case .notAPlan: "it was not written by `reconcile plan -out`"
    case .newerFormat(let found, let known, let program):
      "\(program ?? "a newer reconcile") made it, in format \(found); this is \(Program.name), which knows formats up to \(known)"
    case .damaged(let member): "\"\(member)\" is missing or of the wrong form; the file is damaged"
    }
  }

  private static func notAPlan(_ path: String, _ why: String) -> Failure {
    Failure(
      "plan-unreadable", subject: path, "this is no plan that can be used: \(why)",
      details: ["Nothing was changed."],
      next: "save a plan with `reconcile plan -out FILE ENVIRONMENT`")
  }
}
