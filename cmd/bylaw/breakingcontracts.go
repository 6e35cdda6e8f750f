package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/impact"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
	"github.com/bylaw-dev/bylaw/waiver"
)

// concern is whom the changes concern, as far as the contracts of consumers are known.
type concern struct {
	set    *contractSet
	result *impact.Result // nil: nothing changed
}

// contracts returns the contracts that are named; nil if none are.
func (c *comparer) contracts(ctx context.Context, tree *workspace.DirTree, wanted workspace.Selection, brokers []string) (*concern, error) {
	if len(c.flags.contracts) == 0 {
		return nil, nil
	}
	set := &contractSet{tree: tree, provider: c.flags.provider}
	if err := set.contracts(ctx, wanted, wanted.Args, brokers...); err != nil {
		return nil, fmt.Errorf("--contracts: %w", err)
	}
	return &concern{set: set}, nil
}

// concerns finds out whom the changes concern.
func (d *comparison) concerns(ctx context.Context, tree *workspace.DirTree) (err error) {
	if d.concern == nil || d.versions == nil {
		return nil
	}
	in := impact.Input{Changes: d.changes, Contracts: d.concern.set.read, Torn: d.concern.set.torn()}
	if err := d.sides(ctx, tree, &in, nil); err != nil {
		in.Why = ""
		if err := d.sides(ctx, tree, &in, changedIn(d.changes)); err != nil {
			return fmt.Errorf("%w: name one, as in `bylaw breaking openapi.yaml`", err)
		}
	}
	d.concern.result, err = impact.Of(ctx, in)
	return err
}

// sides prepares both versions for contracts: of some of the APIs, of all if none are named. It fails where
// two of them have the same operation.
func (d *comparison) sides(ctx context.Context, tree source.Tree, in *impact.Input, wanted map[*spec.API]bool) (err error) {
	var why string
	if in.New, in.Why, err = sideOf(ctx, tree, d.versions.new, wanted, "the spec"); err != nil {
		return err
	}
	if in.Old, why, err = sideOf(ctx, d.base.Tree, d.versions.old, wanted, "the spec in "+d.base.Name); err != nil {
		return fmt.Errorf("in %s: %w", d.base.Name, err)
	}
	in.Why = cmp.Or(in.Why, why)
	return nil
}

// changedIn returns the APIs of both versions that anything changed in. Two documents of one workspace may
// well have the same operation, and those that didn't change break nobody.
func changedIn(changes []breaking.Change) map[*spec.API]bool {
	apis := map[*spec.API]bool{}
	for _, c := range changes {
		for _, pair := range c.APIs {
			apis[pair.Old], apis[pair.New] = true, true
		}
	}
	return apis
}

// sideOf prepares one version. Why it can't be is said, where it is malformed.
func sideOf(ctx context.Context, tree source.Tree, loaded *workspace.Loaded, wanted map[*spec.API]bool, name string) (impact.Side, string, error) {
	side := impact.Side{APIs: loaded.APIs}
	if slices.ContainsFunc(loaded.Findings, func(f report.Finding) bool { return f.Severity == report.Error }) {
		return side, name + " is malformed", nil
	}
	some := *loaded
	if wanted != nil {
		some.APIs = slices.DeleteFunc(slices.Clone(loaded.APIs), func(api *spec.API) bool { return !wanted[api] && !api.Imported })
	}
	var specs []check.Spec
	var o check.Options
	var err error
	if slices.ContainsFunc(some.APIs, canBeCalled) {
		x := &specSide{tree: tree, loaded: &some}
		if specs, o, err = x.sides(ctx); err != nil {
			return side, "", err
		}
	}
	side.Checker, err = check.New(specs, o)
	return side, "", err
}

func canBeCalled(api *spec.API) bool {
	return !api.Imported && (api.Format == spec.OpenAPI || len(api.Services) > 0)
}

// torn names the contracts that could not be read whole.
func (set *contractSet) torn() []string {
	var names []string
	for _, f := range set.findings {
		if f.Severity == report.Error {
			names = append(names, set.tree.Display(f.Span.Path()))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// judge returns the findings about changes with whom they concern: those that the policy objects to, and
// those that break a consumer although it doesn't. With --fail-on-consumers nothing else is an error.
func (c *comparer) judge(d *comparison) []report.Finding {
	if d.concern == nil {
		return d.policies.Findings(d.changes)
	}
	var findings []report.Finding
	for i := range d.changes {
		change, whom := &d.changes[i], &d.concern.result.Changes[i]
		severity := d.policies.Severity(change)
		let := severity == report.Off
		if let && len(whom.Breaks) == 0 {
			continue
		}
		f := d.policies.Finding(change, c.graded(severity, whom))
		if let {
			f.Message += " (the policy lets this through)"
		}
		f.Consumers = whom
		f.Related = append(f.Related, d.concern.result.Places[i]...)
		findings = append(findings, f)
	}
	return findings
}

// graded returns how bad a change is by whom it concerns.
func (c *comparer) graded(severity report.Severity, whom *report.Consumers) report.Severity {
	switch {
	case !c.flags.failOnConsumers:
		return max(severity, report.Warning*report.Severity(min(len(whom.Breaks), 1)))
	case len(whom.Breaks) > 0:
		return report.Error
	case len(whom.AtRisk) > 0:
		return report.Warning
	}
	return min(severity, report.Warning)
}

// unexplained are the breaks that come from none of the changes that are known.
func (x *concern) unexplained() []report.Finding {
	var findings []report.Finding
	for _, b := range x.result.Unexplained {
		f := b.Problem.Finding
		f.Message += "; it held before, and no single change was found that does it"
		one := []report.Consumer{{Name: b.Contract.Consumer, Interactions: 1, Descriptions: []string{b.Interaction.Description}}}
		if f.Consumers = (&report.Consumers{Breaks: one}); b.Interaction.Pending {
			f.Consumers = &report.Consumers{Pending: one}
		}
		findings = append(findings, f)
	}
	return findings
}

// undecided reports whether a change that the policy finds an error may break a consumer of whom it isn't known.
func (c *comparer) undecided(d *comparison) bool {
	if !c.flags.failOnConsumers || d.concern == nil || d.concern.result == nil {
		return false
	}
	for i := range d.changes {
		named := len(c.flags.only) == 0 || slices.Contains(c.flags.only, d.changes[i].ID())
		if named && len(d.concern.result.Changes[i].Unknown) > 0 && d.policies.Severity(&d.changes[i]) == report.Error {
			return true
		}
	}
	return false
}

// gated puts back what breaks a consumer and is waived: the gate is about consumers, not about promises.
func (c *comparer) gated(r waiver.Result) (kept []report.Finding, hidden int) {
	kept = r.Findings
	for _, h := range r.Hidden {
		f := h.Finding
		if !c.flags.failOnConsumers || f.Consumers == nil || len(f.Consumers.Breaks) == 0 {
			hidden++
			continue
		}
		f.Message += " (it is waived, but breaks a known consumer)"
		kept = append(kept, f)
	}
	return kept, hidden
}

// changeOrContractInfo explains the ID of a kind of change, or of a finding about a contract.
func changeOrContractInfo(id string) (report.RuleInfo, bool) {
	if info, ok := changeInfo(id); ok {
		return info, true
	}
	return contractInfo(id)
}

// headline says who breaks: "It breaks billing (3 of 12 interactions)."
func (x *concern) headline() string {
	if x == nil || x.result == nil || len(x.result.Changes)+len(x.result.Unexplained) == 0 {
		return ""
	}
	return " " + impact.Headline(x.result)
}
