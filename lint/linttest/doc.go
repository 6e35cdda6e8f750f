package linttest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
)

// Doc is a rule's documentation.
type document struct {
	Title    string
	Sections []Section
}

// Section is what stands under one "## " heading.
type Section struct {
	Title  string
	Text   string // everything, blocks included
	Blocks []Block
}

// Block is a fenced block of code.
type Block struct {
	Language, Text string
}

// parseDoc reads the Markdown of a rule's documentation.
func parseDoc(text string) document {
	var doc document
	var block *Block
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case block == nil && strings.HasPrefix(line, "# "):
			doc.Title = strings.TrimSpace(line[2:])
			continue
		case block == nil && strings.HasPrefix(line, "## "):
			doc.Sections = append(doc.Sections, Section{Title: strings.TrimSpace(line[3:])})
			continue
		case len(doc.Sections) == 0:
			continue
		}
		section := &doc.Sections[len(doc.Sections)-1]
		section.Text += line + "\n"
		switch fence := strings.HasPrefix(line, "```"); {
		case fence && block == nil:
			block = &Block{Language: strings.TrimSpace(line[3:])}
		case fence:
			section.Blocks = append(section.Blocks, *block)
			block = nil
		case block != nil:
			block.Text += line + "\n"
		}
	}
	return doc
}

// Section returns the section with that title; the zero Section if there is none.
func (d document) Section(title string) Section {
	for _, s := range d.Sections {
		if s.Title == title {
			return s
		}
	}
	return Section{}
}

// sectionTitles are the sections that a documentation may have, in their order.
var sectionTitles = []string{"What", "Why", "Bad", "Good", "Options", "Known limits"}

func docProblems(rule *lint.Rule, doc document) []string {
	problems := sectionProblems(rule, doc)
	for _, format := range formats(rule) {
		problems = append(problems, exampleProblems(rule, doc, format)...)
	}
	return problems
}

func sectionProblems(rule *lint.Rule, doc document) []string {
	var problems []string
	if doc.Title != rule.ID {
		problems = append(problems, fmt.Sprintf("documentation: the title is %q, not the rule's ID", doc.Title))
	}
	last := -1
	for _, s := range doc.Sections {
		at := slices.Index(sectionTitles, s.Title)
		if at <= last {
			problems = append(problems, fmt.Sprintf("documentation: section %q is unknown or out of order (%s)",
				s.Title, strings.Join(sectionTitles, ", ")))
		}
		last = at
	}
	for _, title := range []string{"What", "Why", "Bad", "Good"} {
		if strings.TrimSpace(doc.Section(title).Text) == "" {
			problems = append(problems, fmt.Sprintf("documentation: section %q is missing or empty", title))
		}
	}
	return append(problems, optionProblems(rule, doc.Section("Options").Text)...)
}

// optionProblems compares the section with the options that the rule takes.
func optionProblems(rule *lint.Rule, section string) []string {
	var problems []string
	for _, name := range optionNames(rule) {
		if !strings.Contains(section, "`"+name+"`") {
			problems = append(problems, fmt.Sprintf("documentation: section \"Options\" does not explain `%s`", name))
		}
	}
	if rule.Defaults() == nil && section != "" {
		problems = append(problems, "documentation: section \"Options\" stands there, but the rule takes none")
	}
	return problems
}

// exampleProblems runs the Bad and Good blocks of one format.
func exampleProblems(rule *lint.Rule, doc document, format spec.Format) []string {
	var problems []string
	for _, title := range []string{"Bad", "Good"} {
		ran := 0
		for _, block := range doc.Section(title).Blocks {
			if language(block.Language) != format {
				continue
			}
			ran++
			name := fmt.Sprintf("%s block %d (%s)", title, ran, block.Language)
			problems = append(problems, blockProblems(rule, name, block, title == "Bad")...)
		}
		if ran == 0 {
			problems = append(problems, fmt.Sprintf("documentation: section %q has no %s block", title, format))
		}
	}
	return problems
}

func blockProblems(rule *lint.Rule, name string, block Block, bad bool) []string {
	c := snippet(name, block)
	result := c.run(rule)
	problems := result.failures
	for _, f := range result.findings {
		if !bad {
			problems = append(problems, "should find nothing: "+describe(f))
		}
		problems = append(problems, findingProblems(f)...)
	}
	if bad && len(result.findings) == 0 {
		problems = append(problems, "should find something")
	}
	return prefixed("documentation: "+name, problems)
}

func language(name string) spec.Format {
	switch name {
	case "proto":
		return spec.Proto
	case "yaml", "json":
		return spec.OpenAPI
	}
	return 0
}

func prefixed(prefix string, problems []string) []string {
	for i := range problems {
		problems[i] = prefix + ": " + problems[i]
	}
	return problems
}
