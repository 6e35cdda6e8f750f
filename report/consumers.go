package report

import (
	"fmt"
	"strconv"
	"strings"
)

// Consumers says whom a change of the contract concerns, as far as their contracts are known. A consumer
// is in several lists if its interactions fare differently; each list is sorted by name.
type Consumers struct {
	Breaks  []Consumer // an interaction can't work any more
	Pending []Consumer // an interaction that is pending can't work any more
	AtRisk  []Consumer // what an interaction needs is no longer promised
	Uses    []Consumer // an interaction relies on what changed, and nothing is found that breaks it
	Unknown []Consumer // it isn't known whether an interaction relies on it
}

// Consumer is one consumer with those of its interactions that fare alike.
type Consumer struct {
	Name         string
	Interactions int
	Descriptions []string // of the first of them, in the order of the contract
	Paths        []string // what of their exchanges is concerned: "$.total", "parameter status"; sorted
	Why          string   // that nothing is known; lower case, no full stop
}

// Unused reports whether it is known that no consumer relies on what changed.
func (c *Consumers) Unused() bool {
	return len(c.Breaks)+len(c.Pending)+len(c.AtRisk)+len(c.Uses)+len(c.Unknown) == 0
}

// lines says it in words, a line for each consumer.
func (c *Consumers) lines() []string {
	if c == nil {
		return nil
	}
	if c.Unused() {
		return []string{"no known consumer uses it"}
	}
	var lines []string
	for _, one := range c.Breaks {
		lines = append(lines, "breaks "+one.told()+one.named())
	}
	for _, one := range c.Pending {
		lines = append(lines, "breaks what is pending of "+one.told()+one.named())
	}
	for _, one := range c.AtRisk {
		lines = append(lines, "puts "+one.Name+" at risk: "+one.counted()+": what it needs is no longer promised"+one.named())
	}
	for _, one := range c.Uses {
		lines = append(lines, "used by "+one.told()+"; it is not found to break them")
	}
	for _, one := range c.Unknown {
		lines = append(lines, "not known for "+one.Name+": "+one.counted()+": "+one.Why)
	}
	return lines
}

func (c *Consumer) told() string { return c.Name + ": " + c.counted() }

// counted says how many interactions, and what of them.
func (c *Consumer) counted() string {
	text := count(c.Interactions, "interaction")
	if c.Interactions == 0 {
		text = "its contract"
	}
	if len(c.Paths) > 0 {
		text += ", " + few3(c.Paths)
	}
	return text
}

// named lists the interactions by what they are described as.
func (c *Consumer) named() string {
	if len(c.Descriptions) == 0 {
		return ""
	}
	var quoted []string
	for _, d := range c.Descriptions {
		quoted = append(quoted, strconv.Quote(d))
	}
	more := c.Interactions - len(quoted)
	if len(quoted) > maxRelated {
		more += len(quoted) - maxRelated
		quoted = quoted[:maxRelated]
	}
	if more > 0 {
		quoted = append(quoted, fmt.Sprintf("%d more", more))
	}
	return " (" + strings.Join(quoted, ", ") + ")"
}

// few3 joins the first texts, and says how many there are besides.
func few3(texts []string) string {
	if more := len(texts) - maxRelated; more > 0 {
		return strings.Join(texts[:maxRelated], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(texts, ", ")
}

type jsonConsumers struct {
	Breaks  []jsonConsumer `json:"breaks"`
	Pending []jsonConsumer `json:"pending"`
	AtRisk  []jsonConsumer `json:"at_risk"`
	Uses    []jsonConsumer `json:"uses"`
	Unknown []jsonConsumer `json:"unknown"`
}

type jsonConsumer struct {
	Name         string   `json:"name"`
	Interactions int      `json:"interactions"`
	Descriptions []string `json:"descriptions"`
	Paths        []string `json:"paths"`
	Why          string   `json:"why"`
}

func jsonConsumersOf(c *Consumers) *jsonConsumers {
	if c == nil {
		return nil
	}
	return &jsonConsumers{jsonConsumerList(c.Breaks), jsonConsumerList(c.Pending), jsonConsumerList(c.AtRisk), jsonConsumerList(c.Uses), jsonConsumerList(c.Unknown)}
}

func jsonConsumerList(all []Consumer) []jsonConsumer {
	list := make([]jsonConsumer, 0, len(all))
	for _, c := range all {
		list = append(list, jsonConsumer{c.Name, c.Interactions, append([]string{}, c.Descriptions...), append([]string{}, c.Paths...), c.Why})
	}
	return list
}
