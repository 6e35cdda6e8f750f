package report

import "io"

// Options is how a summary is printed. Formats for programs ignore it.
type Options struct {
	Color bool // with ANSI escape sequences
	Width int  // of the terminal in columns; 0: unknown

	// Display turns the path of a file, relative to the workspace root, into what the reader can
	// open from the folder they stand in. nil: the path itself.
	Display func(path string) string
	// DisplayOld does the same for the files of the version that was compared with. nil: Display.
	DisplayOld func(path string) string

	// Links makes the IDs of rules lead to their documentation, as terminals understand it (OSC 8).
	// Without, text names the page once for each rule.
	Links bool

	// MaxFindings and MaxPerRule limit how many findings text shows of all and of each rule, the
	// gravest first; it says how many that leaves out. 0: no limit.
	MaxFindings, MaxPerRule int
	// First is set where nobody has configured anything yet: text shows one finding of each rule before a
	// second one, and says how to begin.
	First bool
	// NoRules is set where the command has no flags that choose or count the findings of a rule.
	NoRules bool
}

// Reporter prints a summary. Its error is that of the writer.
type Reporter func(w io.Writer, s *Summary, o Options) error

// Format is a way to print a summary, by the name that --format knows.
type Format struct {
	Name  string
	Title string // what it is for, in one line
	Write Reporter

	// Statistics prints how many findings each rule has instead of the findings; nil: the format
	// has no way to.
	Statistics Reporter

	// Changelog prints Summary.Changelog and then the findings; nil: the format has no way to.
	Changelog Reporter

	// Score is set for formats that show Summary.Score.
	Score bool

	// Lines is set for formats that are lines one by one, so that two of them can share an
	// output; a document of JSON needs one of its own.
	Lines bool
}

// Formats returns all formats, the default one first.
func Formats() []Format {
	return []Format{
		{Name: "text", Title: "findings with the lines they are about, for people", Write: Text, Statistics: TextStatistics, Changelog: TextChangelog, Lines: true},
		{Name: "json", Title: "everything that is known of the findings, for programs", Write: JSON, Statistics: JSONStatistics, Changelog: JSONChangelog, Score: true},
		{Name: "sarif", Title: "SARIF 2.1.0, for code scanning and editors", Write: SARIF},
		{Name: "github", Title: "annotations of a GitHub Actions workflow", Write: GitHub, Lines: true},
		{Name: "markdown", Title: "a comment for a pull request, or the summary of a workflow step", Write: Markdown, Changelog: MarkdownChangelog},
		{Name: "html", Title: "a page to read in a browser, one file that needs no network", Write: HTML, Changelog: HTMLChangelog, Score: true},
		{Name: "junit", Title: "tests of a CI server: GitLab, Jenkins", Write: JUnit},
		{Name: "gitlab", Title: "a Code Quality report, which GitLab shows in merge requests", Write: GitLab},
		{Name: "checkstyle", Title: "Checkstyle's XML: Jenkins, SonarQube, editors", Write: Checkstyle},
		{Name: "rdjson", Title: "reviewdog's format: comments in reviews, with fixes as suggestions", Write: RDJSON},
	}
}

// FormatByName returns the format with the name.
func FormatByName(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}
