"""The shared widgets: import each from its own module.

Frame
    page.Page(title, facts, scroll=False)      .body .set_title() .set_facts() .add_action(w)
                                               .set_primary(w)
    card.Card(title)                           .body .set_title() .set_badge(text, tone)
                                               .add_action(w)
    side_panel.SidePanel(title)                .body .footer .set_badge() .closed (Esc or button)
    split.Split(main, panel)                   panel at the right, or alone where it is narrow
    columns.Columns([left widgets], [right widgets])   one under the other where it is narrow
    empty_state.EmptyState(icon, title, text, action=(text, callback))
    tabs: QTabWidget as it is (styled)

Text
    label.Label(text, role)                    body title heading strong muted small label error
    label.ElidedLabel(text, role)              one line, … and a tool tip
    badge.Badge(text, tone)                    primary info warn danger neutral; .set(text, tone)

Buttons
    button.Button(text, on_click, kind="secondary", icon="plus", tip="", shortcut="Ctrl+N")
                                               kinds: primary secondary quiet danger
    button.IconButton(icon, name, on_click)    the name is tool tip and accessible name

Forms: every control has value(), set_value(v), changed (the user edits), left, problem()
    field.Field(label, control, required=False, help="", check=callable -> sentence or "")
                                               .validate() .set_error(sentence) .set_help()
    field.Form(*fields)                        .validate() goes to the first wrong field
    text_line.TextLine(value, placeholder="", password=False)
    text_area.TextArea(value, lines=3, most=14)   most=0: fills the room it gets;
                                               spelled=False: no sentences in it
    date_edit.DateEdit(value)                  date | None, typed 26.11.2026, or the calendar
    time_edit.TimeEdit(value)                  time | None, typed 9, 930, 09.30
    number_edit.NumberEdit(value, least=0, most=999, unit="min")   int | None
    combo.Combo([(value, label), ...])         one of few
    check_box.CheckBox(text, checked=False)
    choice_list.ChoiceList([(value, label, help), ...])   several of few; value() is a list
    tag_editor.TagEditor(tags, suggestions)    words as chips
    completions.Completions(words, line)       offered under a line while one types
    search_field.SearchField(placeholder)      .searched(str), 150 ms after the last key

Lists
    tables.Column(title, text, sort=, tone=, width=, stretch=, muted=, right=)
    table_view.Table(columns, name=, empty=)   .set_rows(values) .current() .choose(key) .filter()
                                               .chosen(value or None) .opened(value)
    rows.Row(title, subtitle, lead=, icon=, badge=(text, tone), on_click=)   .add(widget)
    rows.RowList(name=)                        .set_rows([Row, ChecklistRow, any widget ...])
    flow_layout.FlowLayout()                   widgets that wrap, such as badges
    checklist_row.ChecklistRow(title, note, done=True, action=(text, callback))
    progress_row.ProgressRow(text, on_cancel)  .set_progress(done, total)

Speaking to the user
    messages.Messages()                        .info/.done/.warn/.error(text, action=(text, call))
                                               .undo(text, callback); waits for the window
    report_panel.ReportPanel(report)           ours went wrong: a report to copy

Spelling
    spelling.spelling()                        the help in force; TextArea shows it by itself

Documents
    pdf_preview.PdfPreview()                   .show_pdf(bytes, title) .save_asked .print_asked
"""
