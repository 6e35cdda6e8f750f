package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// gitHubLimit is how many annotations of a level GitHub shows for one step of a workflow; it drops
// the others without a word.
const gitHubLimit = 10

// GitHub prints annotations of a GitHub Actions workflow, the gravest first. It keeps to GitHub's
// limit; the last notice says how many findings that left out, and what was not checked.
func GitHub(w io.Writer, s *Summary, _ Options) error {
	out := bufio.NewWriter(w)
	shown, omitted := gitHubShare(s)
	for i := range shown {
		out.WriteString(annotation(&shown[i]))
	}
	if remark := gitHubRemark(omitted, s.NotChecked); remark != "" {
		out.WriteString(command("notice", []property{{"title", "bylaw"}}, remark))
	}
	return out.Flush()
}

// gitHubShare divides the findings into those that GitHub shows, the gravest first, and the others.
func gitHubShare(s *Summary) (shown, omitted []Finding) {
	room := map[Severity]int{Error: gitHubLimit, Warning: gitHubLimit, Info: gitHubLimit}
	if len(s.NotChecked) > 0 || s.Count(Error) > gitHubLimit || s.Count(Warning) > gitHubLimit || s.Count(Info) > gitHubLimit {
		room[Info]-- // the closing remark is a notice too
	}
	for severity := Error; severity > Off; severity-- {
		for _, f := range s.Findings {
			switch {
			case f.Severity != severity:
			case room[severity] == 0:
				omitted = append(omitted, f)
			default:
				shown = append(shown, f)
				room[severity]--
			}
		}
	}
	return shown, omitted
}

func gitHubRemark(omitted []Finding, notChecked []NotChecked) string {
	var lines []string
	if len(omitted) > 0 {
		lines = append(lines, "+"+count(len(omitted), "more finding")+" ("+bySeverity(&Summary{Findings: omitted})+
			"): GitHub shows at most "+strconv.Itoa(gitHubLimit)+" of a level, --format json lists all")
	}
	for i, n := range notChecked {
		if i == maxNotChecked {
			lines = append(lines, "not checked: "+count(len(notChecked)-i, "more thing"))
			break
		}
		lines = append(lines, "not checked: "+visible(n.What)+" ("+visible(n.Why)+")")
	}
	return strings.Join(lines, "\n")
}

func annotation(f *Finding) string {
	level := f.Severity.String()
	if f.Severity == Info {
		level = "notice"
	}
	message := visible(f.Message)
	for _, line := range strings.Split(f.Cure, "\n") {
		if line != "" {
			message += "\n" + visible(line)
		}
	}
	for _, line := range f.Consumers.lines() {
		message += "\n" + visible(line)
	}
	if old := f.before(); !old.IsZero() {
		message += "\nbefore: " + visible(beforePlace(old, nil))
	}
	return command(level, gitHubProperties(f), message)
}

type property struct{ name, value string }

// gitHubProperties says where. GitHub refuses columns where a span has several lines.
func gitHubProperties(f *Finding) []property {
	title := property{"title", f.Rule}
	if f.Span.IsZero() {
		return []property{title}
	}
	file, start := f.Span.File, f.Span.Position()
	end := max(file.Position(int(f.Span.End)-1).Line, start.Line)
	properties := []property{
		{"file", visible(file.Path)}, {"line", strconv.Itoa(start.Line)}, {"endLine", strconv.Itoa(end)},
	}
	if end == start.Line {
		first := file.RuneColumn(int(f.Span.Start))
		last := max(first, file.RuneColumn(min(int(f.Span.End), int(file.Line(end).End))))
		properties = append(properties, property{"col", strconv.Itoa(first)}, property{"endColumn", strconv.Itoa(last)})
	}
	return append(properties, title)
}

// command is a workflow command, in which everything that is not ours is escaped, so that no text
// of a spec can end it and begin another:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func command(name string, properties []property, message string) string {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var parts []string
	for _, p := range properties {
		parts = append(parts, p.name+"="+value.Replace(p.value))
	}
	return "::" + name + " " + strings.Join(parts, ",") + "::" + data.Replace(message) + "\n"
}
