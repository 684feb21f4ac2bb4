import JSONDocument
import Reporting
import Resources

/// An address of one's own. The body is the notice as JSON, in format 1: members are only added.
struct WebhookSink: Sink {
  func letter(about notice: Notice) -> Letter {
    let environment = notice.environment
    var body: JSON = [
      "type": "reconcile-notice", "format": 1, "event": .string(notice.kind.rawValue),
      "environment": [
        "name": .string(environment.name), "cluster": .string(environment.cluster),
        "provider": .string(environment.provider.name.rawValue), "region": .string(environment.provider.region),
        "account_id": .string(environment.provider.accountId),
      ],
      "operation": .string(notice.context.operation), "who": .string(notice.context.who), "at": .int(Int(notice.context.time)),
      "headline": .string(notice.headline),
    ]
    body["result"] = notice.result.map { .string($0) }
    body["tags"] = .array(
      notice.tags.map { ["repository": .string($0.image), "before": .string($0.before), "after": .string($0.after)] })
    body["outcomes"] = .array(
      notice.outcomes.map { outcome in
        ["address": .string(outcome.address), "word": .string(outcome.word), "text": .string(outcome.sentence)]
      })
    body["source_commit"] = notice.context.sourceCommit.map { .string($0) }
    body["run_url"] = notice.context.runURL.map { .string($0) }
    body["reason"] = notice.context.reason.map { .string($0) }
    return Letter(body: body, headers: ["X-Reconcile-Event": notice.kind.rawValue], isSigned: true)
  }
}
