package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var sharedRequestMessage = lint.New(lint.Meta{
	ID:       "shared-request-message",
	Title:    "an rpc takes a message that is also another's, or an answer",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	entities := entitiesOf(p.Words, api)
	answers := answersOf(api)
	users := usersOf(api)
	for _, s := range api.Services {
		for _, o := range s.Operations {
			request := o.RequestType()
			if request == nil || !declaredIn(api, request) || entities[request] {
				continue
			}
			if by := answers[request]; by != nil {
				reportAnswer(p, o, by, request)
			} else if owner := ownerOf(request, users[request]); !mayShare(o, owner) {
				reportShared(p, o, owner, request)
			}
		}
	}
}})

func reportAnswer(p *lint.Pass, o, by *spec.Operation, request *spec.Type) {
	p.Report(&o.Node, o.Request.NameSpan,
		fmt.Sprintf("%s takes %s, which %s: whatever the answer is to say tomorrow, callers can send, and the other way round",
			standard.Label(o), request.Name, answering(o, by)),
		lint.Cure(fmt.Sprintf("declare message %sRequest for what this rpc needs", o.Name)))
}

func answering(o, by *spec.Operation) string {
	if o == by {
		return "it answers with too"
	}
	return standard.Label(by) + " answers with"
}

func reportShared(p *lint.Pass, o, owner *spec.Operation, request *spec.Type) {
	p.Report(&o.Node, o.Request.NameSpan,
		fmt.Sprintf("%s takes %s as %s does: a field that one of them needs is offered to callers of the other, who can't tell that it does nothing",
			standard.Label(o), request.Name, standard.Label(owner)),
		lint.Cure(fmt.Sprintf("declare message %s, even if it has the same fields today", requestName(o, owner, request))),
		lint.Related(owner.Request.NameSpan, "the other rpc"))
}

// answersOf returns the messages that rpcs answer with, with the first that does.
func answersOf(api *spec.API) map[*spec.Type]*spec.Operation {
	answers := map[*spec.Type]*spec.Operation{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if t := o.ResponseType(); t != nil && answers[t] == nil {
				answers[t] = o
			}
		}
	}
	return answers
}

// usersOf returns the rpcs that take each message.
func usersOf(api *spec.API) map[*spec.Type][]*spec.Operation {
	users := map[*spec.Type][]*spec.Operation{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if t := o.RequestType(); t != nil {
				users[t] = append(users[t], o)
			}
		}
	}
	return users
}

// ownerOf returns the rpc that a request message was made for: the one that it is named after, or
// else the first that takes it.
func ownerOf(request *spec.Type, users []*spec.Operation) *spec.Operation {
	for _, named := range []func(*spec.Operation) bool{
		func(o *spec.Operation) bool { return o.Name+"Request" == request.Name },
		func(o *spec.Operation) bool { return strings.HasSuffix(request.Name, o.Name+"Request") },
	} {
		if at := slices.IndexFunc(users, named); at >= 0 {
			return users[at]
		}
	}
	return users[0]
}

// requestName returns what a message of the rpc's own is best called, like the one that it takes now.
func requestName(o, owner *spec.Operation, request *spec.Type) string {
	if strings.Contains(request.Name, owner.Name) {
		return strings.Replace(request.Name, owner.Name, o.Name, 1)
	}
	return o.Name + "Request"
}

// forms are words by which an rpc is told from one that does the same in another form, and parents
// are those for the same under another kind of parent. The requests of such rpcs have to stay alike.
var (
	forms = [...]string{
		"stream", "streaming", "streamed", "server", "client", "bidi", "unary", "async", "sync", "as", "operation", "long", "running", "lro",
	}
	parents = [...]string{"project", "folder", "organization", "org", "user", "group", "global", "region", "regional", "zone", "zonal"}
)

// mayShare reports whether two rpcs do the same to the same, or speak one protocol in both directions.
func mayShare(a, b *spec.Operation) bool {
	const bidi = spec.ClientStreaming | spec.ServerStreaming
	if a.Streaming == bidi && b.Streaming == bidi {
		return true
	}
	a1, b1 := without(words.Split(a.Name), forms[:]), without(words.Split(b.Name), forms[:])
	a2, b2 := without(beforeFor(a1), parents[:]), without(beforeFor(b1), parents[:])
	return slices.Equal(a1, b1) || len(a2) > 1 && slices.Equal(a2, b2)
}

func without(name, drop []string) []string {
	return slices.DeleteFunc(slices.Clone(name), func(word string) bool { return slices.Contains(drop, word) })
}

// beforeFor cuts off for whom or what an rpc does what it does: SearchJobsForAlert.
func beforeFor(name []string) []string {
	if at := slices.Index(name, "for"); at > 0 {
		return name[:at]
	}
	return name
}

// declaredIn reports whether the API itself declares the type, and doesn't only import it.
func declaredIn(api *spec.API, t *spec.Type) bool {
	at := &t.Node
	for at.Parent != nil {
		at = at.Parent
	}
	return at == &api.Node
}
