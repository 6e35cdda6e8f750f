package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
)

// choose returns the contracts that are wanted and could be read: those with the provider and of the
// consumers that are named, all where none are. One service has one name.
func (set *contractSet) choose(provider string, consumers []string) ([]*consumer.Contract, error) {
	var chosen []*consumer.Contract
	var providers []string
	wanted := 0
	for _, c := range set.read {
		if provider != "" && c.Provider != provider || len(consumers) > 0 && !slices.Contains(consumers, c.Consumer) {
			continue
		}
		wanted++
		if c.Provider != "" { // recordings don't always say it
			providers = append(providers, c.Provider)
		}
		if set.broken(c) {
			set.skipped = append(set.skipped, report.NotChecked{What: set.tree.Display(c.File.Path), Why: "the contract is malformed"})
			continue
		}
		chosen = append(chosen, c)
	}
	slices.Sort(providers)
	switch providers = slices.Compact(providers); {
	case len(set.read) > 0 && wanted == 0:
		return nil, errors.New("none of the contracts has the provider and consumers that are named")
	case len(providers) > 1:
		return nil, fmt.Errorf("the contracts are with %d providers (%s), and this is about one service at a time: choose with --provider-name", len(providers), strings.Join(providers, ", "))
	}
	return chosen, nil
}
