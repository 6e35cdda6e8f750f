package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"github.com/bylaw-dev/bylaw/generator/project"
)

// asking asks a person what flags haven't said. Questions go where errors do, so that the output stays what it is.
type asking struct {
	lines *bufio.Scanner
	out   io.Writer
}

var (
	errNobody = errors.New("--interactive asks on standard input, and there is none: say it with flags")
	errEnded  = errors.New("standard input has ended before everything was said, and nothing is written")
	errNo     = errors.New("nothing is written, as you said")
)

// newAsking refuses to ask where nobody can answer.
func newAsking(s streams) (*asking, error) {
	if file, ok := fileOf(s.in); ok && !answers(file) || s.in == nil {
		return nil, errNobody
	}
	return &asking{bufio.NewScanner(s.in), s.err}, nil
}

// answers reports whether something can come from a file: not if it is closed or the system's empty one.
func answers(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && (info.Mode()&os.ModeCharDevice == 0 || term.IsTerminal(int(file.Fd())))
}

// line waits for an answer, or for the end of the context.
func (a *asking) line(ctx context.Context) (string, error) {
	type answer struct {
		text string
		err  error
	}
	came := make(chan answer, 1)
	go func() { // ends with the answer, or with the process
		if a.lines.Scan() {
			came <- answer{text: strings.TrimSpace(a.lines.Text())}
			return
		}
		came <- answer{err: cmp.Or(a.lines.Err(), errEnded)}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(a.out)
		return "", ctx.Err()
	case got := <-came:
		return got.text, got.err
	}
}

// question is one thing to be said.
type question struct {
	text      string
	said      *string
	otherwise func() string // what an empty answer means; "": that nothing does
	hint      string        // what that is, if it can't be seen
	check     func(string) error
	needless  func() bool // other answers say it
}

// ask asks until the answer can be.
func (a *asking) ask(ctx context.Context, q question) error {
	otherwise := q.otherwise()
	for {
		fmt.Fprint(a.out, q.text)
		if shown := cmp.Or(q.hint, otherwise); shown != "" {
			fmt.Fprintf(a.out, " [%s]", shown)
		}
		fmt.Fprint(a.out, ": ")
		text, err := a.line(ctx)
		if err != nil {
			return err
		}
		*q.said = cmp.Or(text, otherwise)
		if err := q.check(*q.said); err != nil {
			fmt.Fprintf(a.out, "  %v\n", err)
			continue
		}
		return nil
	}
}

// complete asks for what neither flags nor the argument have said.
func (a *asking) complete(ctx context.Context, flags *newFlags, name *string) error {
	for _, q := range questions(flags, name) {
		if *q.said != "" || q.needless != nil && q.needless() {
			continue
		}
		if err := a.ask(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// questions are all that there is to say, in the order in which one thing follows from another.
func questions(flags *newFlags, name *string) []question {
	always := func(text string) func() string { return func() string { return text } }
	return []question{
		{text: "Name of the service", said: name, otherwise: proposedName, check: project.CheckName},
		{text: "Contract to begin with, a .proto file or an OpenAPI document", said: &flags.from, otherwise: always(""), hint: "an example", check: checkFrom,
			needless: func() bool { return flags.kind != "" }},
		{text: "Format of the contract, " + strings.Join(project.Kinds(), " or "), said: &flags.kind, otherwise: always(project.Kinds()[0]), check: checkKind,
			needless: func() bool { return flags.from != "" }},
		{text: "What it keeps data in, " + listed(project.Stores()), said: &flags.store, otherwise: always(project.Stores()[0]), check: checkStore},
		{text: "Folder", said: &flags.out, otherwise: func() string { return proposedFolder(*name) }, check: checkFolder},
		{text: "Go module", said: &flags.module, otherwise: func() string { return defaultModule(*name, flags.out) }, check: checkModule},
	}
}

// listed joins words as a sentence does.
func listed(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// proposedName is the name of the folder one stands in, if that can be one and nothing is in it yet.
func proposedName() string {
	here, err := os.Getwd()
	if err != nil || project.CheckName(filepath.Base(here)) != nil {
		return ""
	}
	entries, err := os.ReadDir(here)
	if err != nil || len(entries) > 1 || len(entries) == 1 && entries[0].Name() != ".git" {
		return ""
	}
	return filepath.Base(here)
}

// proposedFolder is the one that has the name: where one stands, or else one below.
func proposedFolder(name string) string {
	if name == proposedName() {
		return "."
	}
	return name
}

// checkFolder refuses a place that is no folder.
func checkFolder(folder string) error {
	target, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	return (&placing{target: target}).free()
}

// confirm shows what would be written, and asks whether it shall be.
func (a *asking) confirm(ctx context.Context, n *creation) error {
	contract := n.flags.from
	if contract == "" {
		contract = "an example, " + string(n.project.Kind)
	}
	fmt.Fprintf(a.out, "\n  service   %s\n  contract  %s\n  data in   %s\n  folder    %s\n  module    %s\n", n.project.Name, contract, n.project.Store, relative(n.target), n.project.Module)
	if n.flags.template != "" {
		fmt.Fprintf(a.out, "  template  %s\n", n.flags.template)
	}
	var yes string
	err := a.ask(ctx, question{text: "Write it, yes or no", said: &yes, otherwise: func() string { return "yes" }, check: checkYes})
	if err == nil && yes[0] != 'y' && yes[0] != 'Y' {
		err = errNo
	}
	return err
}

func checkYes(text string) error {
	switch strings.ToLower(text) {
	case "y", "yes", "n", "no":
		return nil
	}
	return errors.New("say yes or no")
}
