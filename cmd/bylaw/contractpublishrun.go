package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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

// publish publishes the pairs of one consumer at a time, and says so in the summary.
func (x *contractPublishing) publish(ctx context.Context, s streams, pairs []*pair, summary *report.Summary) error {
	table := report.Table{Name: "published", Columns: []report.Column{
		{Name: "consumer", Title: "Consumer"}, {Name: "version", Title: "Version"}, {Name: "provider", Title: "Provider"},
		{Name: "interactions", Title: "Interactions", Number: true},
	}}
	refused := 0
	for len(pairs) > 0 {
		n := 1
		for n < len(pairs) && pairs[n].consumer() == pairs[0].consumer() {
			n++
		}
		done, err := x.broker.Publish(ctx, x.publication(pairs[:n]))
		var no *broker.Refusal
		switch {
		case errors.As(err, &no) && no.Status != 401 && no.Status != 403:
			refused++
			summary.Findings = append(summary.Findings, refusedFinding(pairs[0], x.flags.version, err))
		case err != nil:
			return notPublished(pairs[0], err)
		default:
			tell(s.err, noticed(done.Notices))
			for _, p := range pairs[:n] {
				table.Rows = append(table.Rows, []string{p.consumer(), x.flags.version, p.provider(), strconv.Itoa(p.interactions())})
			}
		}
		pairs = pairs[n:]
	}
	summary.Headline = "Nothing is published."
	if len(table.Rows) > 0 {
		summary.Tables = append(summary.Tables, table)
		summary.Headline = fmt.Sprintf("Published %s at %s.", plural(len(table.Rows), "contract"), x.broker)
	}
	if refused > 0 && len(table.Rows) > 0 {
		summary.Headline += fmt.Sprintf(" Those of %s were refused.", plural(refused, "consumer"))
	}
	return nil
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

func notPublished(p *pair, err error) error {
	return fmt.Errorf("the contracts of %s are not published: %w", p.consumer(), brokerError(err))
}

// refusedFinding says what the broker has against the contracts of a consumer.
func refusedFinding(p *pair, version string, err error) report.Finding {
	f := report.Finding{Rule: brokerRefused, Severity: report.Error, Span: p.contracts[0].File.Span(0, 0), Message: fmt.Sprintf("the contracts of %s %s are refused: %v", p.consumer(), version, err)}
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
