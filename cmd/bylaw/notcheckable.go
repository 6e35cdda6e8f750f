package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/catalogue"
)

// notCheckableID is what "bylaw explain" calls the list of what no spec shows.
const notCheckableID = "not-checkable"

// notCheckable returns what goes wrong with APIs and can't be seen in a spec, with what does check it.
func notCheckable() []report.NotChecked {
	var list []report.NotChecked
	for _, f := range catalogue.Unseen() {
		list = append(list, report.NotChecked{What: f.What, Why: cmp.Or(f.Runtime, "review")})
	}
	return list
}

// notCheckablePage is the same list as Markdown.
func notCheckablePage() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nWhat goes wrong with APIs and no spec shows, so that silence about it is no praise; and what does check it.\n\n", notCheckableID)
	for _, n := range notCheckable() {
		fmt.Fprintf(&b, "- **%s**: %s\n", n.What, n.Why)
	}
	return b.String()
}
