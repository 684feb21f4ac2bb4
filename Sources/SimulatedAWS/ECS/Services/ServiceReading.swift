import AWS
import JSONDocument

/// DescribeServices and ListServices.
struct ServiceReading {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// The service that an update or a deletion names, if it is alive.
  func active(_ input: JSON) throws(AWSError) -> (ServiceKey, ServiceStore.Stored) {
    let key = try key(input)
    guard let stored = try ServiceStore(call).load(key) else {
      guard try call.documents.contains(.inactiveServices, key.text) else {
        throw AWSError(code: "ServiceNotFoundException", message: "Service not found.")
      }
      throw AWSError(code: "ServiceNotActiveException", message: "Service was not ACTIVE.")
    }
    guard stored.service.string("status") == "ACTIVE" else {
      throw AWSError(code: "ServiceNotActiveException", message: "Service was not ACTIVE.")
    }
    return (key, stored)
  }

  /// The service that the input names; its cluster has to be there.
  func key(_ input: JSON) throws(AWSError) -> ServiceKey {
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    try Reference.check(input.string("service"), call.scope)
    let key = Reference.service(input.string("service") ?? "", cluster: cluster)
    guard key.cluster == cluster else { throw AWSError(code: "ServiceNotFoundException", message: "Service not found.") }
    return key
  }

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    let references = input.texts("services")
    guard !references.isEmpty else { throw .invalidParameter("Services cannot be empty.") }
    guard references.count <= 10 else { throw .invalidParameter("The maximum number of services that can be described is 10.") }
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    let withTags = input.texts("include").contains("TAGS")
    var services: [JSON] = []
    var failures: [JSON] = []
    for reference in references {
      try Reference.check(reference, call.scope)
      let key = Reference.service(reference, cluster: cluster)
      let living = key.cluster == cluster ? try call.documents.document(.services, key.text) : nil
      let inactive = key.cluster == cluster && living == nil ? try call.documents.document(.inactiveServices, key.text) : nil
      guard var service = living ?? inactive else {
        failures.append(["arn": .string(key.arn(call.scope)), "reason": "MISSING"])
        continue
      }
      if withTags { service["tags"] = try call.ecsTags.read(key.arn(call.scope)) }
      services.append(service)
    }
    return ["services": .array(services), "failures": .array(failures)]
  }

  /// Ten to a page unless more are asked for.
  func list(_ input: JSON) throws(AWSError) -> JSON {
    let cluster = try Clusters(call).active(input.string("cluster")).string("clusterName") ?? ""
    let page = try Page(
      call.documents, .services, prefix: cluster + " ", input: input, size: 1...100, usual: 10
    ) { key throws(AWSError) in
      for member in ["launchType", "schedulingStrategy"] {
        guard let wanted = input[member] else { continue }
        guard try call.documents.document(.services, key)?[member] == wanted else { return false }
      }
      return true
    }
    return .members(
      ("serviceArns", .strings(page.keys.map { ServiceKey(text: $0).arn(call.scope) })), ("nextToken", page.nextToken))
  }
}
