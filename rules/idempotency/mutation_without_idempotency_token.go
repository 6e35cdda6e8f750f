package idempotency

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type mutationOptions struct {
	HarmlessVerbs []string `json:"harmless_verbs"`
}

var mutationWithoutIdempotencyToken = lint.NewWith(lint.Meta{
	ID:       "mutation-without-idempotency-token",
	Title:    "an operation that changes something can't be repeated without doing it twice",
	Group:    "idempotency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{155},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,

	StrictSeverity: report.Error,
}, mutationOptions{[]string{ // done twice they leave what they leave done once, or leave nothing
	"abort", "accept", "acknowledge", "activate", "add", "annotate", "apply", "approve", "archive", "assign", "attach",
	"authenticate", "authorize", "ban", "begin", "block", "cancel", "capture", "claim", "clear", "close", "compile", "complete",
	"configure", "confirm", "deactivate", "decline", "delete", "demote", "deny", "deploy", "deprecate", "deregister",
	"destroy", "detach", "disable", "discard", "disconnect", "dismiss", "drop", "edit", "enable", "end", "enroll",
	"erase", "evict", "expire", "export", "extend", "failover", "finalize", "finish", "flush", "follow", "freeze", "generate",
	"grant", "initialize", "install", "invalidate", "join", "label", "leave", "like", "link", "load", "lock", "mark",
	"merge", "modify", "move", "mute", "open", "patch", "pause", "perform", "pin", "process", "promote", "purge",
	"reactivate", "redact", "refresh", "reject", "release", "reload", "remove", "rename", "renew", "reopen", "reorder",
	"repair", "replace", "report", "request", "reset", "resize", "restore", "resume", "revert", "review", "revoke",
	"rollback", "run", "save", "scan", "seek", "set", "share", "sign", "star", "start", "stop", "subscribe", "suspend",
	"switch", "sync", "synchronize", "tag", "terminate", "truncate", "unarchive", "unassign", "unban", "unblock",
	"undelete", "undeploy", "unfollow", "uninstall", "unlink", "unlock", "unpublish", "unregister", "unstar",
	"unsubscribe", "update", "upgrade", "upsert",
}}, func(options mutationOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || repetition(p.Words, o) != "" || standard.Classify(p.Words, o) == standard.Update && !patchesByStep(o) {
			return
		}
		verb := actionOf(p.Words, o)
		known, ok := p.Words.LookupVerb(verb)
		if !ok || !known.Writes || asks(p.Words, o) || slices.Contains(options.HarmlessVerbs, verb) || repeatable(o) || guarded(o) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s takes no idempotency token: a client that lost the answer can't try again without the risk of doing it twice", standard.Label(o)),
			append(addToken(p.API, o), lint.Cure(cureFor(p.API.Format, o)))...)
	}}
})

// actionOf returns the verb that says what the operation does: "create" in BatchCreateOrders, and
// where the name has none, "ship" in POST /orders/{id}/ship; "" if there is none.
func actionOf(l *words.Lexicon, o *spec.Operation) string {
	verb := standard.Verb(l, o)
	if isAdverb(words.First(o.Name)) {
		verb = words.Split(o.Name + " x")[1]
	}
	if _, known := l.LookupVerb(verb); known || verb != "" {
		return verb
	}
	return words.First(standard.End(o.Path()).Text)
}

// asks reports whether the name ends in what is asked: an ExecuteQuery changes nothing.
func asks(l *words.Lexicon, o *spec.Operation) bool {
	all := words.Split(o.Name)
	return len(all) > 0 && l.Singular(all[len(all)-1]) == "query"
}

// isAdverb reports whether a word stands before the verb and says how the work is done.
func isAdverb(word string) bool {
	switch word {
	case "batch", "bulk", "mass", "async", "force":
		return true
	}
	return false
}

// guarded reports whether a second try fails because the first has changed what the caller says it knows.
func guarded(o *spec.Operation) bool {
	return slices.ContainsFunc(o.Inputs(), func(input spec.Input) bool {
		switch words.Snake.Write(input.Name) {
		case "etag", "if_match", "fingerprint", "expected_version", "expected_revision", "revision_id":
			return true
		}
		return false
	})
}
