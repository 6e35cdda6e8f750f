package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// contractSet is the contracts that a command was given, in whatever format, and what there is to say of
// reading them.
type contractSet struct {
	tree     *workspace.DirTree
	provider string // contracts with other providers are left out; "": there are none such
	read     []*consumer.Contract
	findings []report.Finding
	skipped  []report.NotChecked

	seen   map[string]bool // files
	left   int             // contracts with other providers
	others []string        // files of folders that are no contracts
}

// brokersIn tells the addresses of Pact Brokers from files, folders and patterns.
func brokersIn(args []string) (local, brokers []string) {
	for _, arg := range args {
		if strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://") {
			brokers = append(brokers, arg)
		} else {
			local = append(local, arg)
		}
	}
	return local, brokers
}

// contracts reads the contracts that are named, that lie in the folders that are, and those that brokers
// say the provider has to keep.
func (set *contractSet) contracts(ctx context.Context, wanted workspace.Selection, args []string, brokers ...string) error {
	for _, address := range brokers {
		if err := set.fetch(ctx, address); err != nil {
			return err
		}
	}
	for _, arg := range args {
		if err := set.named(wanted, arg); err != nil {
			return err
		}
	}
	switch {
	case len(set.read)+len(set.findings) > 0:
	case set.left > 0:
		return fmt.Errorf("none of the %s that were read is with the provider %s", plural(set.left, "contract"), set.provider)
	case len(brokers) > 0:
		return fmt.Errorf("%s has no contract that is to be kept", strings.Join(brokers, ", "))
	default:
		return errors.New("there is no contract in what was named: a Pact file is JSON with a consumer, a provider and interactions, and bylaw's own format is YAML that begins with `bylaw: contract/v1`")
	}
	set.tellOthers()
	return nil
}

// named reads the contract of that name, or those of the folder or pattern.
func (set *contractSet) named(wanted workspace.Selection, arg string) error {
	file, err := contractFile(set.tree, wanted, arg)
	if err == nil {
		set.contract(file, true)
		return nil
	}
	found := set.below(arg)
	switch {
	case len(found) == 0 && errors.Is(err, source.ErrTooLarge):
		return notRead(set.tree, arg, err)
	case len(found) == 0:
		return fmt.Errorf("%s: no contract is found there", set.tree.Display(arg))
	}
	for _, name := range found {
		if file, err = set.tree.File(name); err != nil {
			return notRead(set.tree, name, err)
		}
		set.contract(file, false)
	}
	return nil
}

// below returns the files of a folder, or that a pattern matches, that may be contracts.
func (set *contractSet) below(arg string) []string {
	var found []string
	for _, name := range set.tree.Paths() {
		matches, _ := doublestar.Match(arg, name)
		if path.Ext(name) != ".proto" && (matches || arg == "." || strings.HasPrefix(name, strings.TrimSuffix(arg, "/")+"/")) {
			found = append(found, name)
		}
	}
	return found
}

// contract reads one contract. Files of a folder that are none are passed over, and listed.
func (set *contractSet) contract(file *source.File, named bool) {
	if set.seen[file.Path] {
		return
	}
	if set.seen == nil {
		set.seen = map[string]bool{}
	}
	set.seen[file.Path] = true
	c, findings := form.Read(file, recorded.Names{Consumer: nameOf(file)})
	if !named && isOther(c, findings) {
		set.others = append(set.others, set.tree.Display(file.Path))
		return
	}
	set.take(c, findings)
}

// take keeps a contract that was read, unless it is with another provider.
func (set *contractSet) take(c *consumer.Contract, findings []report.Finding) {
	if c != nil && set.provider != "" && c.Provider != "" && c.Provider != set.provider {
		set.left++
		return
	}
	set.findings = append(set.findings, findings...)
	if c != nil {
		set.read = append(set.read, c)
	}
}

// fetch reads the contracts that a broker says the provider has to keep: those of main branches and of what is
// deployed or released, or else the latest ones. Their addresses stand for files.
func (set *contractSet) fetch(ctx context.Context, address string) error {
	from, err := openBroker(address)
	if err != nil {
		return err
	}
	wanted := broker.Selection{Provider: set.provider}
	pacts, err := from.Pacts(ctx, wanted)
	if err == nil && len(pacts) == 0 && set.provider != "" { // of consumers that name no branches
		wanted.Selectors = []broker.Selector{{Latest: true}}
		pacts, err = from.Pacts(ctx, wanted)
	}
	if err != nil {
		return brokerError(err)
	}
	for _, p := range pacts {
		file := source.NewFile(p.URL, p.Content)
		c, findings := form.Read(file, recorded.Names{Consumer: p.Consumer, Provider: p.Provider})
		set.take(c, findings)
	}
	return nil
}

// nameOf is who the consumer is where a format doesn't say it: what the file is called.
func nameOf(file *source.File) string {
	base := path.Base(file.Path)
	return strings.TrimSuffix(base, path.Ext(base))
}

// isOther reports whether a file could be read and is no contract. One that can't be read may be.
func isOther(c *consumer.Contract, findings []report.Finding) bool {
	if c != nil {
		return c.Consumer == "" && len(c.Interactions) == 0
	}
	return len(findings) == 0 || len(findings) == 1 && findings[0].Rule == pact.Structure
}

// fewOthers is how many files are named that are no contracts.
const fewOthers = 3

func (set *contractSet) tellOthers() {
	const why = "it is no contract"
	for i, name := range set.others {
		if more := len(set.others) - i; i == fewOthers-1 && more > 1 {
			set.skipped = append(set.skipped, report.NotChecked{What: fmt.Sprintf("%s, and %s", name, plural(more-1, "other file")), Why: why})
			return
		}
		set.skipped = append(set.skipped, report.NotChecked{What: name, Why: why})
	}
}

// broken reports whether a contract could not be read whole, so that nothing can be said by it.
func (set *contractSet) broken(c *consumer.Contract) bool {
	return slices.ContainsFunc(set.findings, func(f report.Finding) bool {
		return f.Severity == report.Error && f.Span.Path() == c.File.Path
	})
}
