// Package lsp serves editors: it speaks the Language Server Protocol over a pair of streams, keeps what
// the user has typed, and says what is wrong with it. It must not know any rule, any check, the command
// line, or how findings come about: an Engine tells it. It writes no file and asks no network.
//
// One goroutine, the loop of the server, owns all state. One other checks the specs that an edit has
// reached, one group of contracts at a time; what the newest edit has overtaken is cancelled and never
// shown. No clock has a say in any of this.
package lsp

import (
	"context"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// Engine knows the rules, the configuration and what suppresses findings. Paths are those of the tree,
// which shows files as the user has edited them. It may be used from several goroutines.
type Engine interface {
	// Chosen returns whether `bylaw lint` would look at a path by itself: it is neither excluded, nor
	// ignored, nor what others develop.
	Chosen(ctx context.Context, tree source.Tree) (func(path string) bool, error)
	// Read reads what the paths name, and what that needs, without judging it.
	Read(ctx context.Context, tree source.Tree, paths []string) (*workspace.Loaded, error)
	// Lint judges what the paths name. What is suppressed is not among the findings; mistakes of the
	// configuration are.
	Lint(ctx context.Context, tree source.Tree, paths []string) (*Checked, error)
	// Config returns what is wrong with the configuration at the path.
	Config(tree source.Tree, path string) []report.Finding

	// Base opens what edits are compared with; nil: nothing is. The error says why there is none.
	Base(ctx context.Context, tree *workspace.DirTree) (*workspace.Base, error)
	// Before reads what the paths name as it is in the base.
	Before(ctx context.Context, base *workspace.Base, paths []string) (*workspace.Loaded, error)
	// Compare returns what breaks consumers between the base and now.
	Compare(ctx context.Context, base *workspace.Base, before *workspace.Loaded, now *Checked) ([]report.Finding, error)

	// Explain returns what is known of a rule or a kind of change, as Markdown; "" if there is none.
	Explain(id string) string
	// Page returns where that is published; "" if nowhere.
	Page(id string) string
}

// Checked is what a judgement came to.
type Checked struct {
	Tree     source.Tree // that was read
	Loaded   *workspace.Loaded
	Findings []report.Finding // in report's order
}

// Options say how the server presents itself.
type Options struct {
	Version string // of bylaw
}
