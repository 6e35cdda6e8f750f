package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
)

// run reads the contracts, writes them as brokers take them, and publishes them consumer by consumer.
func (x *contractPublishing) run(ctx context.Context, s streams, args []string) error {
	tree, wanted, err := x.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	in := &contractSet{tree: tree}
	if err := in.contracts(ctx, wanted, wanted.Args); err != nil {
		return err
	}
	pairs, err := paired(in)
	if err != nil {
		return err
	}
	summary := &report.Summary{
		Version: version(), Findings: in.findings, NotChecked: in.skipped, Checked: report.Counts{Files: len(in.read)},
		FailOn: x.threshold(config.Default(config.Catalog{})), Rule: brokerInfo,
	}
	for _, p := range pairs {
		summary.Findings = append(summary.Findings, p.write(x.flags.to)...)
	}
	summary.Findings = report.Sort(summary.Findings)
	if summary.Failing() > 0 {
		summary.Headline = "Nothing is published."
		return x.print(s.out, tree, summary)
	}
	if err := x.publish(ctx, s, pairs, summary); err != nil {
		return err
	}
	return x.print(s.out, tree, summary)
}

// pair is what one consumer relies on of one provider.
type pair struct {
	contracts []*consumer.Contract
	content   []byte // as it is published
}

func (p *pair) consumer() string { return p.contracts[0].Consumer }
func (p *pair) provider() string { return p.contracts[0].Provider }

func (p *pair) interactions() int {
	n := 0
	for _, c := range p.contracts {
		n += len(c.Interactions)
	}
	return n
}

// paired returns the contracts by their parties, sorted.
func paired(in *contractSet) ([]*pair, error) {
	var pairs []*pair
	for _, c := range in.read {
		party := map[bool]string{c.Consumer == "": "consumer", c.Provider == "": "provider"}[true]
		if party != "" && !in.broken(c) {
			return nil, fmt.Errorf("%s does not say who the %s is: write it as a contract first, with `bylaw contract convert --%s NAME`", in.tree.Display(c.File.Path), party, party)
		}
		i := slices.IndexFunc(pairs, func(p *pair) bool { return p.consumer() == c.Consumer && p.provider() == c.Provider })
		if i < 0 {
			pairs = append(pairs, &pair{contracts: []*consumer.Contract{c}})
			continue
		}
		pairs[i].contracts = append(pairs[i].contracts, c)
	}
	slices.SortFunc(pairs, func(a, b *pair) int {
		return cmp.Or(strings.Compare(a.consumer(), b.consumer()), strings.Compare(a.provider(), b.provider()))
	})
	return pairs, nil
}

// write makes the file to publish. One Pact file goes as it is, unless another format is asked for.
func (p *pair) write(to string) (lost []report.Finding) {
	whole := *p.contracts[0]
	if to == "" && len(p.contracts) == 1 && form.Tell(whole.File) == form.Pact {
		p.content = whole.File.Content
		return nil
	}
	whole.Interactions = nil
	for _, c := range p.contracts {
		whole.Interactions = append(whole.Interactions, c.Interactions...)
	}
	if to == "pact-v3" {
		p.content, lost = pact.WriteV3(&whole)
		return lost
	}
	p.content, lost = pact.WriteV4(&whole)
	return lost
}

// publish publishes the pairs of one consumer at a time, and says so in the summary. A broker that fails after
// something was published is a finding, so that what was is told.
func (x *contractPublishing) publish(ctx context.Context, s streams, pairs []*pair, summary *report.Summary) error {
	table := report.Table{Name: "published", Columns: []report.Column{
		{Name: "consumer", Title: "Consumer"}, {Name: "version", Title: "Version"}, {Name: "provider", Title: "Provider"},
		{Name: "interactions", Title: "Interactions", Number: true},
	}}
	failed := 0
	for of := range byConsumer(pairs) {
		said, err := x.broker.Publish(ctx, x.publication(of))
		if err != nil {
			if !refused(err) && len(table.Rows) == 0 || ctx.Err() != nil {
				return fmt.Errorf("the contracts of %s are not published: %w", of[0].consumer(), brokerError(err))
			}
			failed++
			summary.Findings = append(summary.Findings, refusedFinding(of[0], x.flags.version, err))
			continue
		}
		tell(s.err, noticed(said))
		for _, p := range of {
			table.Rows = append(table.Rows, []string{p.consumer(), x.flags.version, p.provider(), strconv.Itoa(p.interactions())})
		}
	}
	summary.Headline = "Nothing is published."
	if len(table.Rows) > 0 {
		summary.Tables = append(summary.Tables, table)
		summary.Headline = fmt.Sprintf("Published %s at %s.", plural(len(table.Rows), "contract"), x.broker)
	}
	if failed > 0 && len(table.Rows) > 0 {
		summary.Headline += fmt.Sprintf(" Those of %s are not.", plural(failed, "consumer"))
	}
	return nil
}

// byConsumer divides pairs, which are sorted by consumer.
func byConsumer(pairs []*pair) iter.Seq[[]*pair] {
	return func(yield func([]*pair) bool) {
		for from, to := 0, 1; from < len(pairs); to++ {
			if to < len(pairs) && pairs[to].consumer() == pairs[from].consumer() {
				continue
			}
			if !yield(pairs[from:to]) {
				return
			}
			from = to
		}
	}
}

// refused reports whether the broker has something against the contracts, and not against who publishes them.
func refused(err error) bool {
	var no *broker.Refusal
	return errors.As(err, &no) && no.Status >= 400 && no.Status < 500 && no.Status != http.StatusUnauthorized && no.Status != http.StatusForbidden
}

func (x *contractPublishing) publication(pairs []*pair) broker.Publication {
	p := broker.Publication{
		Consumer: pairs[0].consumer(), Version: x.flags.version, Branch: x.flags.branch, Tags: x.flags.tags, BuildURL: x.flags.buildURL, Merge: x.flags.merge,
	}
	for _, one := range pairs {
		p.Contracts = append(p.Contracts, broker.Contract{Provider: one.provider(), Content: one.content})
	}
	return p
}

// refusedFinding says why the contracts of a consumer are not published.
func refusedFinding(p *pair, version string, err error) report.Finding {
	f := report.Finding{Rule: brokerRefused, Severity: report.Error, Span: p.contracts[0].File.Span(0, 0), Message: fmt.Sprintf("the contracts of %s %s are refused: %v", p.consumer(), version, err)}
	if !refused(err) {
		f.Rule = brokerNotPublished
		f.Message = fmt.Sprintf("the contracts of %s %s are not published: %v", p.consumer(), version, brokerError(err))
	}
	if broker.Conflict(err) {
		f.Rule = brokerConflict
		f.Message = fmt.Sprintf("%s %s is published with other contracts already, and those stay", p.consumer(), version)
		f.Cure = "publish under a version of its own, such as the SHA of the commit; if nothing has changed, see that examples are not made up anew in each run; " +
			"where several jobs publish parts of a version, use --merge"
	}
	return f
}

// noticed returns what people should know of what the broker says.
func noticed(notices []broker.Notice) []string {
	var all []string
	for _, n := range notices {
		if n.Text != "" && (n.Kind == "warning" || n.Kind == "error" || n.Kind == "danger") {
			all = append(all, "the broker says: "+n.Text)
		}
	}
	return all
}
