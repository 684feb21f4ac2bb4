import AWS
import JSONDocument

/// DeleteService: the service drains, and ends some time later.
struct ServiceRemoval {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    let store = ServiceStore(call)
    let (key, found) = try ServiceReading(call).active(input)
    var stored = found
    let isDaemon = stored.service.string("schedulingStrategy") == "DAEMON"
    guard input["force"]?.boolValue == true || isDaemon || stored.service["desiredCount"]?.intValue == 0 else {
      throw .invalidParameter("The service cannot be stopped while it is scaled above 0.")
    }
    let isBusy = stored.workload.primary?.state == .inProgress || stored.workload.tasks.contains(where: \.isAlive)
    guard input["force"]?.boolValue == true || isDaemon || !isBusy else {
      throw .invalidParameter("The service cannot be stopped while deployments are active.")
    }
    stored.service["status"] = "DRAINING"
    stored.service["desiredCount"] = 0
    try store.noticeChange(&stored)
    try call.documents.remove(.clientTokens, key.text)
    return ["service": try store.save(key, stored)]
  }
}
