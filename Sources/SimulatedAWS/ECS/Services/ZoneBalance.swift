import AWS
import JSONDocument

/// Which services ECS can keep balanced over availability zones.
///
/// Not daemons, services with external task sets or external instances, with a classic load balancer, with no room for more
/// than all of their tasks, or tied to a zone (ECS developer guide, "Balancing an Amazon ECS service across Availability
/// Zones"). A new service has it unless it is one of them, or is placed by another strategy than spreading over zones first
/// (AWS's notice of the change of June 2025).
enum ZoneBalance {
  static func isDefault(of service: JSON) -> Bool {
    guard obstacle(to: service) == nil else { return false }
    guard let first = service.list("placementStrategy").first else { return true }
    return first.string("type") == "spread" && first.string("field") == zone
  }

  /// Refuses a service that asks for it and cannot have it. The rules are AWS's, the words are ours.
  static func check(_ input: JSON, _ service: JSON) throws(AWSError) {
    guard input.string("availabilityZoneRebalancing") == "ENABLED", let obstacle = obstacle(to: service) else { return }
    throw .invalidParameter("Availability Zone rebalancing is not supported for services \(obstacle).")
  }

  private static let zone = "attribute:ecs.availability-zone"

  private static func obstacle(to service: JSON) -> String? {
    if service.string("schedulingStrategy") == "DAEMON" { return "with the DAEMON scheduling strategy" }
    if service["deploymentController"]?.string("type") == "EXTERNAL" { return "with the EXTERNAL deployment controller" }
    if service.string("launchType") == "EXTERNAL" { return "with the EXTERNAL launch type" }
    if (service["deploymentConfiguration"]?["maximumPercent"]?.intValue ?? 200) <= 100 {
      return "whose maximumPercent is 100 or less"
    }
    if service.list("loadBalancers").contains(where: { $0["loadBalancerName"] != nil }) {
      return "with a Classic Load Balancer"
    }
    let isTied = service.list("placementConstraints").contains { $0.string("expression")?.contains(zone) == true }
    return isTied ? "with a placement constraint on \(zone)" : nil
  }
}
