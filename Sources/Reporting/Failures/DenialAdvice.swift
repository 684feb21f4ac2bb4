import Providers
import Resources

/// What to do about a call that the identity used may not make. `needed` is said where AWS does not name the action.
enum DenialAdvice {
  static func text(_ message: String, needed: String) -> String {
    let denial = AccessDenial(message)
    let what = denial.what(orElse: needed)
    return switch denial.cause {
    case .denied(let policy):
      "remove or narrow the deny of \(what) in the \(policy) (nothing that allows it overrides a deny), or use another identity"
    case .limited(let policy): "allow \(what) in the \(policy) that limits that identity, too"
    case .notAllowed: "allow \(what) to that identity"
    }
  }
}

extension AccessDenial {
  fileprivate func what(orElse needed: String) -> String {
    guard let action else { return needed }
    guard let resource, ARN.isARN(resource) else { return action }
    return "\(action) on \(resource)"
  }
}
