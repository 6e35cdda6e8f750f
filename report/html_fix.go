package report

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// htmlFix is a fix as a diff.
type htmlFix struct {
	Title, Note string
	Hunks       []htmlHunk
	More        int // hunks that are not shown
}

// htmlHunk is a place that a fix changes.
type htmlHunk struct {
	Path  string
	Lines []htmlDiffLine
}

type htmlDiffLine struct{ Class, Mark, Text string }

const (
	// htmlHunks is how many places of a fix are shown.
	htmlHunks = 5
	// htmlHunkLines is how many lines of such a place are shown.
	htmlHunkLines = 30
	// htmlReach is how many bytes of a line are shown before and after an edit: it may have megabytes.
	htmlReach = 120
	// htmlGap is how many lines between two edits are shown with them.
	htmlGap = 2
)

func htmlFixOf(fix Fix) htmlFix {
	view := htmlFix{Title: htmlLine(fix.Title), Note: fixNote(fix.Safety)}
	places := clusters(fix.Edits)
	view.More = max(0, len(places)-htmlHunks)
	for _, edits := range places[:min(len(places), htmlHunks)] {
		view.Hunks = append(view.Hunks, htmlHunkOf(edits))
	}
	return view
}

// clusters groups edits that stand near each other.
func clusters(edits []Edit) [][]Edit {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Span.Compare(b.Span) })
	var groups [][]Edit
	for _, e := range sorted {
		if e.Span.IsZero() || int(e.Span.End) > len(e.Span.File.Content) {
			continue
		}
		if last := len(groups) - 1; last >= 0 && isNear(groups[last][len(groups[last])-1], e) {
			groups[last] = append(groups[last], e)
			continue
		}
		groups = append(groups, []Edit{e})
	}
	return groups
}

func isNear(a, b Edit) bool {
	return a.Span.File == b.Span.File && b.Span.Position().Line-a.Span.EndPosition().Line <= htmlGap &&
		b.Span.Start-a.Span.End <= 10*htmlReach
}

func htmlHunkOf(edits []Edit) htmlHunk {
	first, last := edits[0].Span, edits[len(edits)-1].Span
	from, to, lead, trail := surroundings(first.File, int(first.Start), int(last.End))
	content := first.File.Content
	old := strings.Split(lead+string(content[from:to])+trail, "\n")
	new := strings.Split(lead+spliced(content, from, to, edits)+trail, "\n")
	return htmlHunk{Path: htmlLine(first.Path()), Lines: diffOfLines(old, new)}
}

// surroundings widens a place to whole lines, or to what is shown of them.
func surroundings(file *source.File, start, end int) (from, to int, lead, trail string) {
	from = int(file.Line(file.Position(start).Line).Start)
	to = max(end, int(file.Line(file.Position(end).Line).End))
	if start-from > htmlReach {
		from, lead = alignForward(file.Content, start-htmlReach, start), ellipsis
	}
	if to-end > htmlReach {
		to, trail = alignForward(file.Content, end+htmlReach, to), ellipsis
	}
	return from, to, lead, trail
}

// spliced returns a piece of the content with the edits made that stand in it.
func spliced(content []byte, from, to int, edits []Edit) string {
	var b strings.Builder
	copied := from
	for i, e := range edits {
		if int(e.Span.Start) < copied || repeats(edits[:i], e) {
			continue
		}
		b.Write(content[copied:e.Span.Start])
		b.WriteString(e.New)
		copied = int(e.Span.End)
	}
	b.Write(content[copied:max(to, copied)])
	return b.String()
}

// diffOfLines shows what becomes of the lines.
func diffOfLines(old, new []string) []htmlDiffLine {
	var lines []htmlDiffLine
	at := 0
	for _, c := range compare(old, new, 0, 0) {
		lines = append(lines, diffLinesOf("same", " ", old[at:c.a0])...)
		lines = append(lines, diffLinesOf("del", "-", old[c.a0:c.a1])...)
		lines = append(lines, diffLinesOf("ins", "+", new[c.b0:c.b1])...)
		at = c.a1
	}
	lines = append(lines, diffLinesOf("same", " ", old[at:])...)
	if more := len(lines) - htmlHunkLines; more > 0 {
		lines = append(lines[:htmlHunkLines], htmlDiffLine{"same", ellipsis, count(more, "more line")})
	}
	return lines
}

func diffLinesOf(class, mark string, lines []string) []htmlDiffLine {
	var views []htmlDiffLine
	for _, line := range lines[:min(len(lines), htmlHunkLines+1)] {
		text, wide := shown(cut(strings.TrimSuffix(line, "\r"), 4*htmlWidth), 0)
		if wide > 2*htmlWidth {
			text = head(text, 2*htmlWidth) + ellipsis
		}
		views = append(views, htmlDiffLine{class, mark, defused(text)})
	}
	return views
}
