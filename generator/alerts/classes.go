package alerts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// class are operations of which the same is promised by the same team.
type class struct {
	slo, team string
	promise
	bound  time.Duration // at which latency is counted; 0: it isn't
	failed []string      // operations, sorted, as series name them
	slow   []string      // those of them that have a latency
}

// classes groups the operations that promise something, by promise and team.
func (l *lowering) classes(o generator.Options) []*class {
	var all []*class
	for _, op := range l.operations() {
		slo, at := op.said(func(p *spec.Policy) string { return p.SLO })
		if slo == "" || !o.Wants(op.Operation) {
			continue
		}
		team, _ := op.said(func(p *spec.Policy) string { return p.Owner })
		i := slices.IndexFunc(all, func(c *class) bool { return c.slo == slo && c.team == team })
		if i < 0 {
			c, ok := l.class(slo, team, at)
			if !ok {
				continue
			}
			all, i = append(all, c), len(all)
		}
		l.enter(all[i], op, at)
	}
	for _, c := range all {
		slices.Sort(c.failed)
		slices.Sort(c.slow)
	}
	slices.SortFunc(all, func(a, b *class) int { return cmp.Or(strings.Compare(a.slo, b.slo), strings.Compare(a.team, b.team)) })
	return all
}

// said is what an operation says, or else its service, its file, or the whole API; and who says it.
func (o operation) said(of func(*spec.Policy) string) (string, *spec.Node) {
	nodes := []*spec.Node{&o.Node, &o.Service.Node}
	for _, d := range o.api.Documents {
		if d.File == o.Service.Span.File && o.api.Format == spec.Proto {
			nodes = append(nodes, &d.Node)
		}
	}
	for _, n := range append(nodes, &o.api.Node) {
		if n.Policy != nil && of(n.Policy) != "" {
			return of(n.Policy), n
		}
	}
	return "", nil
}

// class reads a promise; false: it can't be read.
func (l *lowering) class(slo, team string, at *spec.Node) (*class, bool) {
	p, ok := parse(slo)
	if !ok {
		l.about(at, report.Warning, fmt.Sprintf("the promise %q can't be read, so that no alert is made of it", slo),
			"write a share below 100% and, if you promise one, a latency, such as 99.9% < 300ms")
		return nil, false
	}
	c := &class{slo: slo, team: team, promise: p}
	if p.latency == 0 {
		return c, true
	}
	if c.bound, ok = boundFor(p.latency); !ok {
		l.about(at, report.Warning, fmt.Sprintf("no call is told to take longer than 30s, so that no alert is made of %s", p.latency), "promise a latency of up to 30s")
	} else if c.bound != p.latency {
		l.about(at, report.Info, fmt.Sprintf("histograms have no bound at %s, so that the alert counts what takes longer than %s", p.latency, c.bound), "promise one of their bounds, such as 300ms or 1s")
	}
	return c, true
}

func (l *lowering) enter(c *class, op operation, at *spec.Node) {
	name := l.called(op)
	c.failed = append(c.failed, name)
	switch {
	case c.bound == 0:
	case op.Streaming != 0:
		l.about(at, report.Info, "how long a stream of "+op.Name+" takes is no latency, so that only its failures are counted", "")
	default:
		c.slow = append(c.slow, name)
	}
}

func (l *lowering) about(n *spec.Node, severity report.Severity, message, cure string) {
	name := "slo"
	if l.format == spec.OpenAPI {
		name = "x-bylaw-slo"
	}
	l.tell(report.Finding{Rule: promiseRule, Severity: severity, Element: n.ID(), Span: n.AttrSpan(name), Message: message, Cure: cure})
}

// called is what the series call an operation: the full method of gRPC; of OpenAPI the operationId, but for one whose name
// another has before it, and for those without: "GET /orders/{order}".
func (l *lowering) called(op operation) string {
	if l.format == spec.Proto {
		return "/" + strings.TrimPrefix(op.api.Name+"."+op.Service.Name, ".") + "/" + op.Name
	}
	all := l.operations()
	first := slices.IndexFunc(all, func(other operation) bool { return other.Name == op.Name })
	if op.Name != "" && all[first].Operation == op.Operation {
		return op.Name
	}
	return op.HTTP[0].Method + " " + op.HTTP[0].Path.Raw
}
