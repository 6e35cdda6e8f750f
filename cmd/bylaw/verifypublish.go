package main

import (
	"context"
	"fmt"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
)

// publish publishes what came of each contract of the broker, and says in the summary what is there now. It
// returns what the broker has to say of it.
func (s *shared) publish(ctx context.Context, outcomes []*verify.Outcome, summary *report.Summary) []string {
	var notes []string
	table := report.Table{Name: "published", Title: "Published at " + s.String(), Columns: []report.Column{
		{Name: "consumer", Title: "Consumer"}, {Name: "consumer_version", Title: "Version"}, {Name: "provider_version", Title: "Provider's version"}, {Name: "held", Title: "Held"},
	}}
	for _, of := range byContract(outcomes) {
		p := s.pacts[of[0].Contract.File]
		if p == nil {
			continue
		}
		held, err := s.publishOne(ctx, p, of)
		if err != nil {
			summary.Findings = append(summary.Findings, notPublishedFinding(of[0].Contract, err))
			held = "not published"
		}
		for _, said := range p.After(held == heldYes, held == heldYes || held == heldNo) {
			notes = append(notes, fmt.Sprintf("%s: %s", consumerOf(p), said))
		}
		table.Rows = append(table.Rows, []string{broker.Clean(p.Consumer), broker.Clean(p.Version), s.flags.version, held})
	}
	if len(table.Rows) > 0 {
		summary.Tables = append(summary.Tables, table)
	}
	summary.Findings = report.Sort(summary.Findings)
	return notes
}

// What the table says of a contract. Of one of which not everything is known, and nothing is broken, nothing is
// published: brokers know nothing in between.
const (
	heldYes     = "yes"
	heldNo      = "no"
	heldUnknown = "not known, and not published"
)

// publishOne publishes what came of one contract, and returns that. The branch and tags of the service go
// first, because the broker's webhooks tell of them.
func (s *shared) publishOne(ctx context.Context, p *broker.Pact, of []*verify.Outcome) (held string, err error) {
	result, whole := verification(of)
	if !whole {
		return heldUnknown, nil
	}
	if !s.described {
		if err := s.Describe(ctx, s.selection.Provider, s.flags.version, s.flags.branch, s.flags.tags); err != nil {
			return "", err
		}
		s.described = true
	}
	result.Version, result.BuildURL, result.By = s.flags.version, s.flags.buildURL, version()
	if err := s.PublishResult(ctx, p, result); err != nil {
		return "", err
	}
	if result.Success {
		return heldYes, nil
	}
	return heldNo, nil
}

// byContract divides outcomes, which come contract by contract.
func byContract(outcomes []*verify.Outcome) [][]*verify.Outcome {
	var all [][]*verify.Outcome
	var last *consumer.Contract
	for _, o := range outcomes {
		if o.Contract != last {
			all = append(all, nil)
			last = o.Contract
		}
		all[len(all)-1] = append(all[len(all)-1], o)
	}
	return all
}

// verification is what came of one contract: a success if all of it held, a failure if something is broken, and
// not whole if neither is known.
func verification(of []*verify.Outcome) (v broker.Verification, whole bool) {
	v.Success = verify.Count(of, verify.Held) == len(of)
	for _, o := range of {
		v.Tests = append(v.Tests, tested(o))
	}
	return v, v.Success || verify.Count(of, verify.Broken) > 0
}

// mostMismatches bounds what is published of one interaction.
const mostMismatches = 100

func tested(o *verify.Outcome) broker.Test {
	t := broker.Test{Interaction: brokerID(o.Interaction), Description: o.Interaction.Description, Success: o.Verdict == verify.Held}
	if o.Verdict == verify.NotVerified {
		t.Exceptions = []string{o.Why}
		return t
	}
	for _, m := range o.Mismatches[:min(len(o.Mismatches), mostMismatches)] {
		if m.Kind == match.Unchecked {
			t.Exceptions = append(t.Exceptions, m.Message)
			continue
		}
		t.Mismatches = append(t.Mismatches, broker.Mismatch{Attribute: attribute(m.Kind), Identifier: m.Path, Description: m.Message})
	}
	return t
}

// attribute names the part of an exchange as brokers show it.
func attribute(k match.Kind) string {
	if k == match.BodyType {
		return match.Body.String()
	}
	return k.String()
}

// brokerID returns the ID that the broker has given an interaction, "" if it has none.
func brokerID(i *consumer.Interaction) string {
	for _, m := range i.Unknown {
		if m.Key == "_id" && m.Value != nil {
			return m.Value.Text
		}
	}
	return ""
}

func notPublishedFinding(c *consumer.Contract, err error) report.Finding {
	return report.Finding{
		Rule: brokerNotPublished, Severity: report.Error, Span: c.File.Span(0, 0),
		Message: fmt.Sprintf("what came of verifying the contract of %s is not published: %v", c.Consumer, brokerError(err)),
	}
}
